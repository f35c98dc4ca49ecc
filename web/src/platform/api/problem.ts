// What a refused or failed call looks like to a page: RFC 9457 problem details, or no answer at all.

export interface ProblemBody {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  field?: string;
  rule?: string;
}

export class Problem extends Error {
  /** HTTP status; 0 means that no answer came. */
  readonly status: number;
  readonly code: string | undefined;
  /** The field of the request that broke a rule. */
  readonly field: string | undefined;
  readonly rule: string | undefined;
  readonly detail: string | undefined;

  constructor(body: ProblemBody & { status: number }) {
    super(body.detail ?? body.title ?? `HTTP ${body.status}`);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.field = body.field;
    this.rule = body.rule;
    this.detail = body.detail ?? body.title;
  }

  /** No answer came: the server or the network is away, and nobody knows whether the request arrived. */
  get isLost() {
    return this.status === 0;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const body = (await response.json().catch(() => ({}))) as ProblemBody;
    return new Problem({ ...body, status: response.status });
  }
  return new Problem({ status: response.status, title: response.statusText });
}
