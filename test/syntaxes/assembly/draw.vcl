; A triangle.
	.syntax new
	.name vu1Triangle
	.vu
	.init_vf_all
	#include "memory.h"
	--enter
	in_vf matrix(vf01)
	--endenter
	lq row0, 0(vi00)
loop:	--LoopCS 1, 3
	lqi vertex, (pointer++)
	mul acc, row0, vertex[x]
	madd.xyz vertex, row0, vertex[w]
	div q, vf00[w], vertex[w]
	load_matrix row0
	ibne counter, vi00, loop
	--exit
	--endexit
