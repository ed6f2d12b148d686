"""One file an explanation; each defines one ``Explainer``. Why their figures are what they are: docs/attribution.md."""
