"""What is wrong with a submission: values in, findings out."""
