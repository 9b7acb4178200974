/// The numbering plans of all regions, as text: one row a region, the main region of a calling code first.
///
/// Compiled from the metadata of libphonenumber 9.0.43 (Google, Apache License 2.0), which follows the list of assigned
/// country codes that ITU-T publishes with Recommendation E.164 and the national numbering plans that it publishes
/// under Recommendation E.129; lengths are those of subscribers' numbers (fixed, mobile, personal), short codes left
/// out. Our own changes: Italy, Israel, the Netherlands and Poland without lengths that only machines and the past use;
/// Belarus and Lithuania with their older trunk prefixes, Gabon with the 0 and the eight digits of 2019; Antarctica,
/// South Georgia, Pitcairn and the French Southern Territories, which it does not have; column 5 where carriers differ.
///
/// The columns:
/// 1. country calling code
/// 2. region, ISO 3166 alpha-2, or `--` for a code that belongs to no region (satellites, global services)
/// 3. what is dialled in front of a national number inside the region (the trunk prefix), alternatives after commas
/// 4. how many digits a national number has, trunk prefix left out
/// 5. what is dialled in front of a calling code (the international prefix), where it is followed by nothing else
/// 6. `zero`: a national number may begin with 0, and keeps it behind the calling code; `own:10`: it may begin with the
///    digits of the region's own calling code, and then has at most 10 digits
enum PhoneRegionRows {
    static let text = """
        1 US 1 10 011
        1 AG 1 10 011
        1 AI 1 10 011
        1 AS 1 10 011
        1 BB 1 10 011
        1 BM 1 10 011
        1 BS 1 10 011
        1 CA 1 10 011
        1 DM 1 10 011
        1 DO 1 10 011
        1 GD 1 10 011
        1 GU 1 10 011
        1 JM 1 10 011
        1 KN 1 10 011
        1 KY 1 10 011
        1 LC 1 10 011
        1 MP 1 10 011
        1 MS 1 10 011
        1 PR 1 10 011
        1 SX 1 10 011
        1 TC 1 10 011
        1 TT 1 10 011
        1 VC 1 10 011
        1 VG 1 10 011
        1 VI 1 10 011
        7 RU 8 10 810
        7 KZ 8 10 810
        20 EG 0 8-10 00
        27 ZA 0 5-9 00
        30 GR - 10 00
        31 NL 0 9 00
        32 BE 0 8,9 00
        33 FR 0 9 00
        34 ES - 9 00
        36 HU 06 8,9 00
        39 IT - 6-11 00 zero own:10
        39 VA - 6-11 00 zero own:10
        40 RO 0 6,9 00
        41 CH 0 9 00
        43 AT 0 4-13 00
        44 GB 0 9,10 00
        44 GG 0 10 00
        44 IM 0 10 00
        44 JE 0 10 00
        45 DK - 8 00
        46 SE 0 7-9 00
        47 NO - 8 00
        47 SJ - 8 00
        48 PL - 9 00
        49 DE 0 5-15 00
        51 PE 0 8,9 00
        52 MX - 10 00
        53 CU 0 6-8,10 119
        54 AR 0 10,11 00
        55 BR 0 10,11 -
        56 CL - 9 00
        57 CO 0 8,10 -
        58 VE 0 10 00
        60 MY 0 8-10 00
        61 AU 0 9 0011
        61 CC 0 9 0011
        61 CX 0 9 0011
        62 ID 0 7-12 001,007,008,009
        63 PH 0 6,8-10 00
        64 NZ 0 8-10 00
        64 PN 0 8-10 00
        65 SG - 8 001,002,008
        66 TH 0 8,9 001,003,004,005,006,007,008,009
        81 JP 0 9,10 010
        82 KR 0 5,6,8-11 001,002,005,006,008,009
        84 VN 0 9,10 00
        86 CN 0 7-11 00
        90 TR 0 10 00
        91 IN 0 10 00
        92 PK 0 9,10 00
        93 AF 0 9 00
        94 LK 0 9 00
        95 MM 0 6-10 00
        98 IR 0 6,7,10 00
        211 SS 0 9 00
        212 MA 0 9 00
        212 EH 0 9 00
        213 DZ 0 8,9 00
        216 TN - 8 00
        218 LY 0 9 00
        220 GM - 7,9 00
        221 SN - 9 00
        222 MR - 8 00
        223 ML - 8 00
        224 GN - 8,9 00
        225 CI - 10 00 zero
        226 BF - 8 00 zero
        227 NE - 8 00
        228 TG - 8 00
        229 BJ - 10 00 zero
        230 MU - 7,8 00
        231 LR 0 7-9 00
        232 SL 0 8 00
        233 GH 0 9 00
        234 NG 0 10 009
        235 TD - 8 00
        236 CF - 8 00
        237 CM - 9 00
        238 CV - 7 -
        239 ST - 7 00
        240 GQ - 9 00
        241 GA 0 8 00
        242 CG - 9 00 zero
        243 CD 0 7-10 00
        244 AO - 9 00
        245 GW - 7,9 00
        246 IO - 7 00
        247 AC - 5 00
        248 SC - 7 00
        249 SD 0 9 00
        250 RW 0 8,9 00
        251 ET 0 9 00
        252 SO 0 6-9 00
        253 DJ - 8 00
        254 KE 0 7-9 000
        255 TZ 0 9 000,005,006
        256 UG 0 9 000,005,007
        257 BI - 8 00
        258 MZ - 8,9 00
        260 ZM 0 9 00
        261 MG 0 9 00
        262 RE 0 9 00
        262 TF 0 9 00
        262 YT 0 9 00
        263 ZW 0 9,10 00
        264 NA 0 8,9 00
        265 MW 0 7,9 00
        266 LS - 8 00
        267 BW - 7,8 00
        268 SZ - 8 00
        269 KM - 7 00
        290 SH - 4,5 00
        290 TA - 4 00
        291 ER 0 7 00
        297 AW - 7 00
        298 FO - 6 00
        299 GL - 6 00
        350 GI - 8 00
        351 PT - 9 00
        352 LU - 4-11 00
        353 IE 0 7-10 00
        354 IS - 7,9 00
        355 AL 0 8,9 00
        356 MT - 8 00
        357 CY - 8 00
        358 FI 0 5-10 00
        358 AX 0 6-10 00
        359 BG 0 6-9 00
        370 LT 0,8 8 00
        371 LV - 8 00
        372 EE - 7,8 00
        373 MD 0 8 00
        374 AM 0 8 00
        375 BY 80,8,0 9 810
        376 AD - 6,9 00
        377 MC 0 8,9 00
        378 SM - 8,10 00 zero
        380 UA 0 9 00
        381 RS 0 7-12 00
        382 ME 0 8 00
        383 XK 0 8-12 00
        385 HR 0 8,9 00
        386 SI 0 8 00
        387 BA 0 8,9 00
        389 MK 0 8 00
        420 CZ - 9 00
        421 SK 0 6,7,9 00
        423 LI 0 7,9 00
        500 FK - 5 00
        500 GS - 5 00
        501 BZ - 7 00
        502 GT - 8 00
        503 SV - 8 00
        504 HN - 8 00
        505 NI - 8 00
        506 CR - 8 00
        507 PA - 7,8 00
        508 PM 0 6,9 00
        509 HT - 8 00
        590 GP 0 9 00
        590 BL 0 9 00
        590 MF 0 9 00
        591 BO 0 8 00
        592 GY - 7 001
        593 EC 0 8,9 00
        594 GF 0 9 00
        595 PY 0 7-9 00
        596 MQ 0 9 00
        597 SR - 6,7 00
        598 UY 0 8 00
        599 CW - 7,8 00
        599 BQ - 7 00
        670 TL - 7,8 00
        672 NF - 6 00
        672 AQ - 6 00
        673 BN - 7 00
        674 NR - 7 00
        675 PG - 7,8 00
        676 TO - 5,7 00
        677 SB - 5,7 00
        678 VU - 5,7 00
        679 FJ - 7 00
        680 PW - 7 011
        681 WF - 6 00
        682 CK - 5 00
        683 NU - 4,7 00
        685 WS - 5-7,10 -
        686 KI 0 5,8 00
        687 NC - 6 00
        688 TV - 5-7 00
        689 PF - 8 00
        690 TK - 4-7 00
        691 FM - 7 00
        692 MH 1 7 011
        800 -- - 8 -
        808 -- - 8 -
        850 KP 0 8,10 00
        852 HK - 8 001
        853 MO - 8 00
        855 KH 0 8,9 001,007,008
        856 LA 0 8-10 00
        870 -- - 9,12 -
        878 -- - 12 -
        880 BD 0 6-10 00
        881 -- - 9,10 -
        882 -- - 7-12 -
        883 -- - 8-12 -
        886 TW 0 8-11 002,005,006,007,009
        960 MV - 7 00
        961 LB 0 7,8 00
        962 JO 0 8,9 00
        963 SY 0 8,9 00
        964 IQ 0 8-10 00
        965 KW - 8 00
        966 SA 0 9 00
        967 YE 0 7-9 00
        968 OM - 8 00
        970 PS 0 8,9 00
        971 AE 0 8,9 00
        972 IL 0 8,9 00,012,013,014
        973 BH - 8 00
        974 QA - 8 00
        975 BT - 7,8 00
        976 MN 0 8-10 001
        977 NP 0 8,10 00
        979 -- - 9 -
        992 TJ - 9 810 zero
        993 TM 8 8 810
        994 AZ 0 9 00
        995 GE 0 9 00
        996 KG 0 9 00
        998 UZ - 9 00
        """
}
