import { link } from '#web/links.ts'

export const bilansUrl = link('/bpf')
/** `exercice` : « 2025-09-01..2026-08-31 » ; `?case=F1.a` déplie la case. */
export const bilanUrl = link('/bpf/:exercice')
export const controlesUrl = link('/bpf/:exercice/controles')
export const aAffecterUrl = link('/bpf/:exercice/a-affecter')
export const affecterProduitUrl = link('/bpf/:exercice/a-affecter/:produit')
/** Ce qu’une enseigne, et elle seule, a à compléter. */
export const aCompleterUrl = link('/bpf/:exercice/enseignes/:activite')
export const reglerUrl = link('/bpf/:exercice/regler')
export const comparerUrl = link('/bpf/:exercice/comparer')
export const recopierUrl = link('/bpf/:exercice/recopier')
export const deposerUrl = link('/bpf/:exercice/deposer')
export const depotUrl = link('/bpf/depots/:depot')
export const depotJsonUrl = link('/bpf/depots/:depot/contenu.json')
export const exportUrl = link('/bpf/:exercice/bilan/:format')
