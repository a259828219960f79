"""A run as one HTML file that needs nothing else: :func:`~coherence_exact.report.html.document.html_report`.

Templates, styles and the script are files in ``templates``.
"""
