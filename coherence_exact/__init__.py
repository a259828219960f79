"""Exact claims about finite-horizon Markov decision processes."""
