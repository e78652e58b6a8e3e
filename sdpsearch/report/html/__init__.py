"""Pages for a browser: a document and its parts, templates, interactive figures."""
