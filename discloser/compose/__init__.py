"""From figures and a pack to a document. The only stage that knows both domain and tree."""
