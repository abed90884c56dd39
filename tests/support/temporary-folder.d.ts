/** A folder of its own for one test, removed at the end of the scope it was made in (`await using`). */
export interface TemporaryFolder extends AsyncDisposable {
    readonly path: string;
    /** The path of an entry in the folder. */
    at(...names: string[]): string;
}
export declare function temporaryFolder(): Promise<TemporaryFolder>;
