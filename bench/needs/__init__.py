"""The learned model of needs: its labelled texts, and how it is trained and measured."""
