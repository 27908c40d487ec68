"""The endpoints, one file a noun: read the request, call the shell, return a view."""
