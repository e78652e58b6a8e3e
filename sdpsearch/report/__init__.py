"""What people read: records for machines, tables, figures."""
