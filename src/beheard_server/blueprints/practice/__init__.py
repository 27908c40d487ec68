"""Therapist sessions, one noun a file."""
