"""How often Tanya is right: sets, metrics, runs, reports, benchmarks. Knows nothing of serving."""
