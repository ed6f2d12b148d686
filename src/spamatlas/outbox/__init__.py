"""What leaves a node for somebody: letters by mail and calls of webhooks, as values; the one who sends is in
``pipeline.sending``.
"""
