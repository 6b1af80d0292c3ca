/* The privileged registers of the GS: the signal and the circuit that reads the frame. */
#ifndef SCREEN_VIDEO_H
#define SCREEN_VIDEO_H

#include <stdint.h>

/* Where the picture is on the television. */
struct video_place {
  uint32_t left, top; /* units of the signal */
  uint32_t width;     /* units of the signal, four for each pixel */
  uint32_t lines;
};

struct video_settings {
  uint32_t mode;        /* of SetGsCrt: 2 NTSC, 3 PAL; both interlaced, every line of the frame in its field */
  uint32_t frame_width; /* pixels; the frame is at the start of the GS's memory */
  uint32_t format;      /* of its pixels */
  struct video_place place;
};

/* Resets the GS and starts the signal. */
void video_start(const struct video_settings *settings);

/* Moves the picture. */
void video_place(const struct video_place *place);

#endif
