"""Workbooks in, tables and findings out. Start reading at ``village.ingest_village``."""
