"""A run as an erratum in LaTeX: :func:`~coherence_exact.report.latex.document.latex_report`."""
