//! Evaluation: verdicts, levels, findings and explanations.
