"""Output: JSON for programs (:mod:`data <.data>`), tables for people (:mod:`terminal <.terminal>`)."""
