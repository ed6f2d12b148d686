"""Other people's words for our vocabularies: one file a scheme, both directions.

From ours to theirs every value has an answer; where a scheme has no word of its own the answer is its
*other*, and a tag of ours keeps what was meant, so that a report comes back as it left.
"""
