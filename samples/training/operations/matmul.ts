import type { Graph, Tensor } from '../graph';
import { panelBytes } from '../kernels/gemm';

/** x [rows][in] times the transpose of w [out][in]. */
export function matmul(graph: Graph, x: Tensor, w: Tensor, output = graph.tensor(x.rows, w.rows)): Tensor {
  const { kernels } = graph;
  const [rows, inner, outer] = [x.rows, w.cols, w.rows];
  graph.needScratch(panelBytes / 4 + Math.max(w.rows * w.cols, rows * outer));
  graph.add({
    forward() {
      const panel = graph.scratch();
      const turned = panel + panelBytes;
      kernels.transpose(w.data, inner * 4, turned, outer * 4, outer, inner);
      kernels.gemm(
        x.data,
        inner * 4,
        turned,
        outer * 4,
        output.data,
        outer * 4,
        rows,
        outer,
        inner,
        0,
        panel,
      );
    },
    backward() {
      const panel = graph.scratch();
      const turned = panel + panelBytes;
      kernels.gemm(
        output.grad,
        outer * 4,
        w.data,
        inner * 4,
        x.grad,
        inner * 4,
        rows,
        inner,
        outer,
        1,
        panel,
      );
      kernels.transpose(output.grad, outer * 4, turned, rows * 4, rows, outer);
      kernels.gemm(turned, rows * 4, x.data, inner * 4, w.grad, inner * 4, outer, inner, rows, 1, panel);
    },
  });
  return output;
}
