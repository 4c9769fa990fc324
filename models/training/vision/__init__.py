"""The image half of the demo model: drawings, the vision transformer, image questions, joint training and the mmproj file."""
