// Un second calculateur, écrit autrement : en nombres flottants, ligne par ligne, sans rien prendre au moteur. Il relit le
// fichier tel qu'il est écrit. Ses heures valent à un milliardième près, et ses arrondis à un milliardième de la demie.
import type { ActionBrute, CasBrut, Decimal, SeanceBrute } from './dossiers.ts'

const num = (d: Decimal | undefined): number => Number(d ?? 0)
const arrondi = (x: number): number => {
  const y = Math.floor(Math.abs(x) + 0.5 + 1e-9)
  return y === 0 ? 0 : x < 0 ? -y : y
}

const lettreF1: Record<string, string> = {
  salarie_prive: 'a',
  apprenti: 'b',
  recherche_emploi: 'c',
  particulier: 'd',
}
const colonnes: [string, string][] = [
  ['1', 'entreprise'],
  ['2a', 'opco_apprentissage'],
  ['2b', 'opco_contrat_pro'],
  ['2c', 'opco_pro_a'],
  ['2d', 'transitions_pro'],
  ['2e', 'cdc_cpf'],
  ['2f', 'opco_demandeurs_emploi'],
  ['2g', 'faf_non_salaries'],
  ['2h', 'opco_plan'],
  ['3', 'public_agents'],
  ['4', 'europe'],
  ['5', 'etat'],
  ['6', 'region'],
  ['7', 'france_travail'],
  ['8', 'autre_public'],
  ['9', 'particulier'],
  ['10', 'autre_of'],
  ['11', 'autre_formation'],
]

type Ligne = { action: ActionBrute; statut: string; h: number; confie: number }
type Paquet = { n: number; h: number }

export const calculNaif = (cas: CasBrut) => {
  const dedans = (d: string) => d >= cas.exercice.debut && d <= cas.exercice.fin
  const suivi = (p: ActionBrute['participants'][number]['presences'], s: SeanceBrute): number => {
    if (p === 'toutes') return num(s.heures)
    if (Array.isArray(p)) return p.includes(s.id) ? num(s.heures) : 0
    return num(p[s.id])
  }
  const lignes: Ligne[] = []
  for (const action of cas.actions)
    for (const p of action.participants) {
      let h = 0
      let confie = 0
      for (const s of action.seances)
        if (dedans(s.date)) {
          h += suivi(p.presences, s)
          if (s.confieeA) confie += suivi(p.presences, s)
        }
      if (h > 1e-9) lignes.push({ action, statut: p.statut, h, confie })
    }
  const paquet = (garder: (l: Ligne) => boolean, quoi: (l: Ligne) => number = (l) => l.h): Paquet => {
    const gardees = lignes.filter((l) => garder(l) && quoi(l) > 1e-9)
    return { n: gardees.length, h: gardees.reduce((t, l) => t + quoi(l), 0) }
  }
  const propre = (l: Ligne) => l.action.role === 'propre'

  const acquis = cas.produits.map((p) => {
    const r = p.rattachement
    if ('date' in r) return dedans(r.date) ? num(p.montantHT) : 0
    if (!('action' in r)) throw new Error('sans écriture ici')
    const seances = cas.actions.find((a) => a.id === r.action)?.seances ?? []
    const tout = seances.reduce((t, s) => t + num(s.heures), 0)
    const ici = seances.filter((s) => dedans(s.date)).reduce((t, s) => t + num(s.heures), 0)
    return (num(p.montantHT) * ici) / tout
  })
  const C: Record<string, number> = {}
  let exact = 0
  for (const [ligne, financeur] of colonnes) {
    let somme = 0
    for (const [i, p] of cas.produits.entries()) if (p.financeur === financeur) somme += acquis[i] ?? 0
    C[ligne] = arrondi(somme)
    exact += somme
  }
  C['2'] = 0
  for (const x of 'abcdefgh') C['2'] += C[`2${x}`] ?? 0
  C.total = 0
  for (let i = 1; i <= 11; i += 1) C.total += C[String(i)] ?? 0
  const ca = num(cas.chiffreAffairesGlobalHT)
  const pourcent = ca > 0 && C.total !== 0 ? arrondi((100 * exact) / ca) : 0
  C.part = C.total > 0 && ca > 0 && exact >= 0 ? Math.max(1, pourcent) : pourcent

  const depense = (garder: (c: CasBrut['charges'][number]) => boolean) =>
    arrondi(cas.charges.filter(garder).reduce((t, c) => t + num(c.montantHT), 0))

  const dehors = ['honoraires', 'sous_traitant_of', 'portage']
  const E = { internes: { n: 0, h: 0 }, externes: { n: 0, h: 0 } }
  for (const ligne of ['internes', 'externes'] as const) {
    const qui = new Map<string, number>()
    for (const a of cas.actions)
      for (const s of a.seances)
        for (const i of s.interventions) {
          const f = cas.formateurs.find((x) => x.id === i.formateur)
          const statut = f?.statuts.find((x) => x.du <= s.date && x.au >= s.date)?.statut
          if (!dedans(s.date) || statut === undefined) continue
          if (dehors.includes(statut) !== (ligne === 'externes')) continue
          qui.set(i.formateur, (qui.get(i.formateur) ?? 0) + num(i.heures))
        }
    E[ligne] = { n: qui.size, h: arrondi([...qui.values()].reduce((a, b) => a + b, 0)) }
  }

  const F1: Record<string, Paquet> = { total: paquet(propre) }
  for (const x of 'abcde') F1[x] = paquet((l) => propre(l) && (lettreF1[l.statut] ?? 'e') === x)
  const F3: Record<string, Paquet> = { total: paquet(propre) }
  for (const x of 'abcdef') F3[x] = paquet((l) => propre(l) && l.action.objectif.f3 === x)
  for (const x of ['6-8', '5', '4', '3', '2', 'cqp'])
    F3[`a.${x}`] = paquet((l) => propre(l) && l.action.objectif.niveau === x)
  const codes = [...new Set(lignes.filter(propre).map((l) => l.action.nsf))]
    .map((code) => ({ code, ...paquet((l) => propre(l) && l.action.nsf === code) }))
    .sort(
      (a, b) => Math.round(b.h * 1e6) - Math.round(a.h * 1e6) || b.n - a.n || Number(a.code) - Number(b.code),
    )
  const reste = codes.slice(5)
  return {
    B: {
      distance: cas.actions.some((a) => a.modalite !== 'presentiel' && a.seances.some((s) => dedans(s.date))),
    },
    C,
    D: {
      total: depense(() => true),
      salairesFormateurs: depense((c) => c.formateur === true && c.compte.slice(0, 4) === '6411'),
      achatsHonoraires: depense(
        (c) =>
          c.prestationFormation === true &&
          (c.compte.slice(0, 3) === '604' || c.compte.slice(0, 4) === '6226'),
      ),
    },
    E,
    F1,
    F2: paquet(propre, (l) => l.confie),
    F3,
    F4: {
      specialites: codes.slice(0, 5),
      autres: { n: reste.reduce((t, c) => t + c.n, 0), h: reste.reduce((t, c) => t + c.h, 0) },
      total: paquet(propre),
    },
    G: paquet((l) => !propre(l)),
  }
}

/** Les nombres au millionième : de quoi comparer deux calculs qui n’ont pas la même arithmétique. */
export const auMillionieme = (v: unknown): unknown =>
  typeof v === 'number'
    ? Math.round(v * 1e6) / 1e6
    : Array.isArray(v)
      ? v.map(auMillionieme)
      : v && typeof v === 'object'
        ? Object.fromEntries(
            Object.entries(v)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, x]) => [k, auMillionieme(x)]),
          )
        : v
