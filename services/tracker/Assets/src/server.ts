/** The component on the server whose inside a script draws. */
export interface Server {
  invokeMethodAsync(method: string, ...values: unknown[]): Promise<unknown>;
}
