/** Ce que la copie acquittée ajoute à la pièce, sans toucher ses données : quand et comment elle fut payée. */
export type AcquitV1 = {
  readonly le: string
  readonly total: number
  readonly reglements: readonly {
    readonly jour: string
    readonly moyen: string
    readonly reference?: string
    readonly montant: number
  }[]
}
