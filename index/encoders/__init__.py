"""The encoders Tanya can use, one module each; `index.encoder.open_encoder` chooses."""
