"""The package's own interior point: small dense problems, their structure used."""
