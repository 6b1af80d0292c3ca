/** The look of a report: light or dark as the reader's system, patterns beside colours, fit for paper. */
export const reportStyle = `
:root { color-scheme: light dark; --line: #8886; --disc: #c33; --matmul: #36c; --attention: #c70; --rest: #888; }
html { background: Canvas; color: CanvasText; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; }
dt { opacity: 0.75; }
dt::first-letter { text-transform: uppercase; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
table { border-collapse: collapse; margin: 2rem 0; font-variant-numeric: tabular-nums; }
caption { font-weight: 600; text-align: left; padding-bottom: 0.5rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.15rem 0.75rem 0.15rem 0; text-align: left; }
th { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.wide { overflow-x: auto; }
figure { margin: 2rem 0; }
figcaption { font-weight: 600; padding-bottom: 0.5rem; }
svg { display: block; max-width: 100%; height: auto; }
svg .disc { fill: var(--disc); } svg .matmul { fill: var(--matmul); } svg .attention { fill: var(--attention); } svg .rest { fill: var(--rest); }
svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
svg .mark { stroke: Canvas; stroke-width: 1; }
.note { border-left: 3px solid var(--line); padding-left: 0.75rem; }
@media (forced-colors: active) { svg .disc, svg .matmul, svg .attention, svg .rest { fill: CanvasText; } }
`;
