/** The single-precision unit; columns as in integer.ts. Its floats are not IEEE: no NaN, no infinity, no denormals. */
export const cop1Source = 'EE Core Instruction Set Manual; rounding as found by the PCSX2 developers';
export const cop1Rows = String.raw`
mfc1      | 44000000 | rt,fs       | cop1 | 2  | rt <- sx(fs)
mtc1      | 44800000 | rt,fs       | cop1 | 2  | fs <- rt[31:0]
cfc1      | 44400000 | rt,c1       | cop1 | 2  | rt <- sx(register): 0 to 15 are the revision, 16 to 31 the status
ctc1      | 44c00000 | rt,c1       | cop1 | 2  | control register 31 <- rt
add.s     | 46000000 | fd,fs,ft    | cop1 | 4  | fd <- fs + ft, one guard bit, truncated
sub.s     | 46000001 | fd,fs,ft    | cop1 | 4  | fd <- fs - ft, one guard bit, truncated
mul.s     | 46000002 | fd,fs,ft    | cop1 | 4  | fd <- fs * ft, truncated, sometimes one unit lower
div.s     | 46000003 | fd,fs,ft    | cop1 | 8  | fd <- fs / ft, to nearest
sqrt.s    | 46000004 | fd,ft       | cop1 | 8  | fd <- square root of |ft|, to nearest
abs.s     | 46000005 | fd,fs       | cop1 | 4  | fd <- fs with sign bit 0
mov.s     | 46000006 | fd,fs       | cop1 | 4  | fd <- fs
neg.s     | 46000007 | fd,fs       | cop1 | 4  | fd <- fs with sign bit changed
rsqrt.s   | 46000016 | fd,fs,ft    | cop1 | 14 | fd <- fs / square root of |ft|
adda.s    | 46000018 | fs,ft       | cop1 | 4  | ACC <- fs + ft
suba.s    | 46000019 | fs,ft       | cop1 | 4  | ACC <- fs - ft
mula.s    | 4600001a | fs,ft       | cop1 | 4  | ACC <- fs * ft
madd.s    | 4600001c | fd,fs,ft    | cop1 | 4  | fd <- ACC + fs * ft, product rounded first
msub.s    | 4600001d | fd,fs,ft    | cop1 | 4  | fd <- ACC - fs * ft, product rounded first
madda.s   | 4600001e | fs,ft       | cop1 | 4  | ACC <- ACC + fs * ft, product rounded first
msuba.s   | 4600001f | fs,ft       | cop1 | 4  | ACC <- ACC - fs * ft, product rounded first
trunc.w.s | 46000024 | fd,fs       | cop1 | 4  | fd <- integer part of fs, saturated to 32 bits
max.s     | 46000028 | fd,fs,ft    | cop1 | 4  | fd <- greater of fs and ft
min.s     | 46000029 | fd,fs,ft    | cop1 | 4  | fd <- lesser of fs and ft
c.f.s     | 46000030 | fs,ft       | cop1 | 4  | C <- false
c.eq.s    | 46000032 | fs,ft       | cop1 | 4  | C <- fs = ft
c.lt.s    | 46000034 | fs,ft       | cop1 | 4  | C <- fs < ft
c.le.s    | 46000036 | fs,ft       | cop1 | 4  | C <- fs <= ft
cvt.s.w   | 46800020 | fd,fs       | cop1 | 4  | fd <- float of the integer fs, truncated
bc1f      | 45000000 | branch      | br   | 1  | branch if C is false
bc1t      | 45010000 | branch      | br   | 1  | branch if C is true
bc1fl     | 45020000 | branch      | br   | 1  | branch likely if C is false
bc1tl     | 45030000 | branch      | br   | 1  | branch likely if C is true
`;
