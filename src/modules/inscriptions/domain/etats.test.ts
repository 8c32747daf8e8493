import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changerInscription,
  type EtatInscription,
  etats,
  type GardeInscription,
  gardesInscription,
  motEtatInscription,
  type ReponsesInscription,
  rangerEtat,
  sorties,
  tientUnePlace,
  transitionsInscription,
} from './etats.ts'

const toutes = Object.keys(gardesInscription) as GardeInscription[]
const oui = Object.fromEntries(toutes.map((g) => [g, true])) as ReponsesInscription
const sauf = (...non: GardeInscription[]): ReponsesInscription => ({
  ...oui,
  ...Object.fromEntries(non.map((g) => [g, false])),
})

describe('les états d’une inscription', () => {
  it.each([
    ['contractualisation', 'inscrit', oui, undefined, 'inscrit'],
    ['contractualisation', 'inscrit', sauf('contrat-signe'), 'j’insiste', 'gardes-non-satisfaites'],
    ['contractualisation', 'inscrit', sauf('information-remise'), 'j’insiste', 'gardes-non-satisfaites'],
    ['contractualisation', 'inscrit', sauf('reglement-remis'), 'j’insiste', 'gardes-non-satisfaites'],
    ['contractualisation', 'inscrit', sauf('place-libre'), undefined, 'gardes-non-satisfaites'],
    ['proposition', 'inscrit', oui, undefined, 'transition-impossible'],
    ['inscrit', 'en-formation', oui, undefined, 'en-formation'],
    ['inscrit', 'en-formation', sauf('convention-signee'), undefined, 'motif-exige'],
    ['inscrit', 'en-formation', sauf('convention-signee'), 'le client signe demain', 'en-formation'],
    ['inscrit', 'en-formation', sauf('venu'), undefined, 'gardes-non-satisfaites'],
    ['inscrit', 'annule', sauf('venu'), 'désistement', 'annule'],
    ['inscrit', 'annule', sauf('venu'), '', 'motif-exige'],
    ['inscrit', 'annule', sauf('jamais-venu'), 'désistement', 'gardes-non-satisfaites'],
    ['inscrit', 'realise', oui, undefined, 'transition-impossible'],
    ['inscrit', 'absent-total', oui, 'jamais vu', 'absent-total'],
    ['en-formation', 'realise', sauf('pas-tout-suivi'), undefined, 'realise'],
    ['en-formation', 'realise', sauf('session-terminee'), undefined, 'gardes-non-satisfaites'],
    ['en-formation', 'realise', sauf('demi-journees-statuees'), undefined, 'gardes-non-satisfaites'],
    ['en-formation', 'realise', sauf('tout-suivi'), undefined, 'gardes-non-satisfaites'],
    ['en-formation', 'partiel', sauf('tout-suivi'), undefined, 'partiel'],
    ['en-formation', 'abandon', oui, 'nouvel emploi', 'abandon'],
    ['en-formation', 'abandon', oui, undefined, 'motif-exige'],
    ['en-formation', 'abandon', oui, 'Arrêt maladie', 'motif-de-sante'],
    ['en-formation', 'annule', oui, 'x', 'transition-impossible'],
    ['inscrit', 'retracte', sauf('dans-le-delai'), 'lettre', 'gardes-non-satisfaites'],
    ['evalue', 'solde', sauf('certificat-emis'), undefined, 'gardes-non-satisfaites'],
  ] as const)('%s vers %s, réponses %#, motif « %s » : %s', (de, vers, reponses, motif, attendu) => {
    const r = changerInscription(de, vers, reponses, motif)
    expect(r.ok ? r.value.etat : r.error.code).toBe(attendu)
  })
  it('les vingt-trois états sont nommés, et les sorties ne se quittent pas', () => {
    expect(etats).toHaveLength(23)
    for (const e of etats) expect(motEtatInscription[e]).not.toBe('')
    expect(etats.filter((e) => transitionsInscription[e].length === 0)).toEqual(['archive', ...sorties])
    for (const e of sorties)
      for (const vers of etats)
        expect(changerInscription(e, vers, oui, 'x')).toMatchObject({
          error: { code: 'transition-impossible' },
        })
  })
  it('une garde sans réponse ne bloque pas, et elle est dite', () => {
    const r = changerInscription('realise', 'evalue', {})
    expect(r).toMatchObject({ ok: true, value: { nonVerifiees: ['acquis-evalues'] } })
  })
})

/** Le modèle : on ne sait que compter les passages permis ; la machine ne doit ni en accepter ni en refuser d'autres. */
type Modele = { etat: EtatInscription; motifs: number }
type Reel = { etat: EtatInscription; historique: EtatInscription[] }

class Passer implements fc.Command<Modele, Reel> {
  readonly vers: EtatInscription
  readonly non: readonly GardeInscription[]
  readonly motif: string
  constructor(vers: EtatInscription, non: readonly GardeInscription[], motif: string) {
    this.vers = vers
    this.non = non
    this.motif = motif
  }
  check = () => true
  run(m: Modele, r: Reel): void {
    const reponses = sauf(...this.non)
    const t = transitionsInscription[m.etat].find((x) => x.vers === this.vers)
    const bloquee = t?.gardes.some((g) => this.non.includes(g) && !('alerte' in gardesInscription[g]))
    const alertee = t?.gardes.some((g) => this.non.includes(g) && 'alerte' in gardesInscription[g])
    const permis =
      t !== undefined && !bloquee && (this.motif.trim() !== '' || !(t.motif === true || alertee === true))
    const fait = changerInscription(r.etat, this.vers, reponses, this.motif)
    expect(fait.ok).toBe(permis)
    if (!fait.ok) return
    m.etat = this.vers
    r.etat = fait.value.etat
    r.historique.push(r.etat)
    // Une inscription n'est définitive qu'avec contrat signé, information et règlement remis.
    if (r.etat === 'inscrit')
      for (const g of ['contrat-signe', 'information-remise', 'reglement-remis', 'dossier-ouvert'] as const)
        expect(this.non).not.toContain(g)
    // Ce qui tient une place se garde « inscrit », avec ou sans étape.
    expect(rangerEtat(r.etat).etat === 'inscrit').toBe(tientUnePlace(r.etat))
    expect(r.etat).toBe(m.etat)
  }
  toString = () => `${this.vers} (non : ${this.non.join(', ')}) « ${this.motif} »`
}

it('suivie au hasard, la machine est celle de la table, et personne n’est inscrit sans ce que la loi exige', () => {
  const commande = fc
    .record({
      vers: fc.constantFrom(...etats),
      non: fc.uniqueArray(fc.constantFrom(...toutes), { maxLength: 3 }),
      motif: fc.constantFrom('', '  ', 'un motif'),
    })
    .map(({ vers, non, motif }) => new Passer(vers, non, motif))
  fc.assert(
    fc.property(
      fc.constantFrom(...etats),
      fc.commands([commande], { maxCommands: 40, size: 'max' }),
      (depart, commandes) => {
        fc.modelRun(
          () => ({ model: { etat: depart, motifs: 0 }, real: { etat: depart, historique: [] } }),
          commandes,
        )
      },
    ),
    { numRuns: 300 },
  )
})
