// Long parce que l’ouverture, la reprise et la suite d’un dossier s’éprouvent sur un même monde.
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { accordsNommes } from '../db/chercher.queries.ts'
import { lireDossier, listerDossiers } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import type { DossierId } from '../domain/dossier.ts'
import type { DossierSaisi } from '../gestes/composer-dossier.ts'
import { rattacher } from '../gestes/dire-statut-et-employeur.ts'
import { inscrire } from '../gestes/inscrire.ts'
import { modifierDossier, ouvrirDossier } from '../gestes/ouvrir-dossier.ts'
import { inscrireDefinitivement, passerInscription, remettre } from '../gestes/passer-inscription.ts'
import {
  constaterSignature,
  demarrerSansSignature,
  poserEcheancier,
  retracter,
} from '../gestes/suivre-dossier.ts'
import { dossierSaisi, particulierSaisi } from './dossiers.ts'

const base = await baseNeuve()
const le = new Date('2026-11-02T09:00:00Z')
const jour = (t: string) => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}

const preparer = (nom: string) =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, nom)
    const offre = await poserOffre(tx, o)
    return {
      ...o,
      offre,
      ...(await poserSession(tx, {
        ...o,
        offre,
        seances: [
          ['2026-12-07', 540, 750],
          ['2026-12-14', 540, 750],
        ],
      })),
    }
  })
type Prepare = Awaited<ReturnType<typeof preparer>>
const dans = <T>(p: Prepare, f: (tx: TenantTx) => Promise<T>) => base.enTantQue(p.organisme, {}, f)
const ouvrir = (p: Prepare, s: DossierSaisi = dossierSaisi(), jeton: string = newId()) =>
  dans(p, (tx) => ouvrirDossier(tx, p.session, jeton, s, le))
const ouvert = async (p: Prepare, s?: DossierSaisi): Promise<DossierId> => {
  const r = await ouvrir(p, s)
  if (!r.ok) throw new Error(r.error.map((e) => e.phrase).join(' '))
  return r.value.id
}
const lu = async (p: Prepare, id: DossierId) => {
  const d = await dans(p, (tx) => lireDossier(tx, p.session, id))
  if (!d) throw new Error('dossier perdu')
  return d
}
const compte = (p: Prepare, table: string) =>
  base.maintenance(
    async (tx) =>
      (
        await sql<{
          n: number
        }>`select count(*)::int n from ${sql.table(table)} where organisme_id = ${p.organisme}`.execute(tx)
      ).rows[0]?.n,
  )
const inscrireUn = async (p: Prepare, dossier: DossierId, remisLe?: Date): Promise<Inscrit> => {
  await dans(p, (tx) =>
    inscrire(tx, p.session, newId(), [{ prenom: 'Agathe', nom: 'Pons', statutF1: 'salarie-prive' }], le, {
      dossier,
      remisLe,
    }),
  )
  const [i] = (await dans(p, (tx) => listerInscrits(tx, p.session))).filter((x) => x.dossier === dossier)
  if (!i) throw new Error('inscription perdue')
  return i
}

describe('ouvrir un dossier client', () => {
  it('calcule le régime, fait payer l’acheteur, et le double envoi n’en ouvre qu’un', async () => {
    const p = await preparer('Un client')
    const jeton = newId()
    const faits = await Promise.all(Array.from({ length: 3 }, () => ouvrir(p, dossierSaisi(), jeton)))
    expect(faits.map((f) => f.ok)).toEqual([true, true, true])
    const [d, ...reste] = await dans(p, (tx) => listerDossiers(tx, p.session))
    expect(reste).toEqual([])
    expect(d).toMatchObject({
      client: 'Clinique des Tilleuls',
      regime: 'convention',
      signataireNom: 'Marchal',
      financements: [{ dispositif: 'entreprise', montant: 240_000, payeur: 'Clinique des Tilleuls' }],
    })
    expect(await compte(p, 'tiers.entreprise')).toBe(1)
    expect(await compte(p, 'tiers.personne')).toBe(1)
  })
  it('d’un client qui revient, ne redemande ni qui signe, ni son courriel, ni sa fonction', async () => {
    const p = await preparer('Un client revient')
    await ouvert(p)
    const d = await lu(p, await ouvert(p, dossierSaisi({ signataire: undefined, qualite: undefined })))
    expect(d).toMatchObject({
      signatairePrenom: 'Rosa',
      signataireNom: 'Marchal',
      signataireCourriel: 'rosa@tilleuls.example',
      signataireQualite: 'directrice',
    })
    expect(await compte(p, 'tiers.personne')).toBe(1)
    // Vidé d’un dossier qui existe, il ne revient pas de lui-même.
    const vide = dossierSaisi({ signataire: undefined, qualite: undefined })
    await dans(p, (tx) => modifierDossier(tx, p.session, { id: d.id, version: 1, jeton: newId() }, vide, le))
    expect(await lu(p, d.id)).toMatchObject({ signataireNom: null, signataireQualite: null })
    // Retirée des contacts de la maison, elle n’y signe plus.
    await base.maintenance((tx) =>
      sql`insert into tiers.contact (organisme_id, id, activite_id, entreprise_id, personne_id, cree_le, retire_le)
        select organisme_id, ${newId()}, activite_id, entreprise_id, signataire_id, ${le}, ${le} from inscriptions.dossier
        where organisme_id = ${p.organisme} and signataire_id is not null limit 1`.execute(tx),
    )
    expect(await lu(p, await ouvert(p, vide))).toMatchObject({ signataireNom: null, signataireQualite: null })
  })
  it('mêle, sur une session, un client direct, un particulier et un donneur d’ordre', async () => {
    const p = await preparer('Trois clients')
    await ouvert(
      p,
      dossierSaisi({
        lignes: [
          { dispositif: 'opco-plan', payeur: 'Opco Santé', montant: centimes(200_000), subrogation: true },
          { dispositif: 'entreprise', payeur: '', subrogation: false },
        ],
      }),
    )
    await ouvert(p, particulierSaisi({ circonstance: 'distance' }))
    await ouvert(
      p,
      dossierSaisi({
        acheteur: 'organisme-formation',
        structure: { nom: 'Grand Organisme' },
        lignes: [{ dispositif: 'autre-of', payeur: '', subrogation: false }],
      }),
    )
    const dossiers = await dans(p, (tx) => listerDossiers(tx, p.session))
    expect(dossiers.map((d) => d.regime).sort()).toEqual(['contrat', 'convention', 'sous-traitance-recue'])
    const convention = dossiers.find((d) => d.regime === 'convention')
    expect(convention?.financements.map((l) => [l.payeur, l.montant, l.financeur])).toEqual([
      ['Opco Santé', 200_000, 'opco'],
      ['Clinique des Tilleuls', 40_000, null],
    ])
    // Au téléphone, l’OPCO ne donne que son numéro : la session se trouve par lui, écrit comme on veut.
    await base.maintenance((tx) =>
      sql`update inscriptions.financement set accord_reference = 'DPC-2026/88310' where dossier_id = ${convention?.id} and rang = 0`.execute(
        tx,
      ),
    )
    expect((await dans(p, (tx) => accordsNommes(tx, 'dpc 2026 88310')))[0]?.id).toBe(p.session)
  })
  it('un refus ne laisse rien derrière lui : ni structure, ni personne, ni rôle appris', async () => {
    const p = await preparer('Refusé')
    const r = await ouvrir(
      p,
      dossierSaisi({
        lignes: [{ dispositif: 'opco-plan', payeur: 'Opco Santé', montant: centimes(1), subrogation: true }],
      }),
    )
    expect(r).toMatchObject({ ok: false, error: [{ code: 'somme-differente' }] })
    expect(await compte(p, 'tiers.entreprise')).toBe(0)
    expect(await compte(p, 'tiers.personne')).toBe(0)
    expect(await compte(p, 'journal.geste')).toBe(0)
    // Un OPCO connu comme tel ne paie pas au titre de la région.
    await ouvert(
      p,
      dossierSaisi({ lignes: [{ dispositif: 'opco-plan', payeur: 'Opco Santé', subrogation: true }] }),
    )
    expect(
      await ouvrir(
        p,
        dossierSaisi({ lignes: [{ dispositif: 'region', payeur: 'Opco Santé', subrogation: false }] }),
      ),
    ).toMatchObject({ error: [{ code: 'payeur-incoherent', rang: 0 }] })
  })
  it('un formulaire périmé se refuse ; de deux personnes à la fois, une seule enregistre', async () => {
    const p = await preparer('Périmé')
    const id = await ouvert(p)
    const reprendre = (version: number, prix: number) =>
      dans(p, (tx) =>
        modifierDossier(
          tx,
          p.session,
          { id, version, jeton: newId() },
          dossierSaisi({ prix: centimes(prix) }),
          le,
        ),
      )
    const deux = await Promise.all([reprendre(1, 100), reprendre(1, 200)])
    expect(deux.filter((r) => r.ok)).toHaveLength(1)
    expect(deux.find((r) => !r.ok)).toMatchObject({ error: [{ code: 'perime' }] })
    expect((await lu(p, id)).version).toBe(2)
    expect(await reprendre(1, 300)).toMatchObject({ error: [{ code: 'perime' }] })
    expect(await reprendre(2, 300)).toMatchObject({ ok: true })
  })
  it('une fois signé, le prix ne bouge plus ; le financement, si', async () => {
    const p = await preparer('Figé')
    const id = await ouvert(p)
    await dans(p, (tx) =>
      constaterSignature(tx, { session: p.session, dossier: id, signeLe: le, moyen: 'scan' }, le),
    )
    const reprendre = (s: DossierSaisi) =>
      dans(p, (tx) => modifierDossier(tx, p.session, { id, version: 2, jeton: newId() }, s, le))
    expect(await reprendre(dossierSaisi({ prix: centimes(1) }))).toMatchObject({ error: [{ code: 'signe' }] })
    expect(
      await reprendre(
        dossierSaisi({ lignes: [{ dispositif: 'opco-plan', payeur: 'Opco Santé', subrogation: true }] }),
      ),
    ).toMatchObject({ ok: true })
  })
  it('la maison d’à côté ne lit ni ne reprend ce dossier', async () => {
    const a = await preparer('Chez A')
    const b = await preparer('Chez B')
    const id = await ouvert(a)
    expect(await dans(b, (tx) => lireDossier(tx, a.session, id))).toBeUndefined()
    expect(
      await dans(b, (tx) =>
        modifierDossier(tx, a.session, { id, version: 1, jeton: newId() }, dossierSaisi(), le),
      ),
    ).toMatchObject({ error: [{ code: 'introuvable' }] })
    // Un dossier d'une autre session de la même maison n'est pas celui de cette adresse.
    const autre = await base.maintenance((tx) =>
      poserSession(tx, { organisme: a.organisme, activite: a.activite, offre: a.offre }),
    )
    expect(await dans(a, (tx) => lireDossier(tx, autre.session, id))).toBeUndefined()
  })
})

describe('l’inscription définitive', () => {
  it('avec une convention, la remise suffit ; sans elle, l’inscription se prépare', async () => {
    const p = await preparer('Remise')
    const dossier = await ouvert(p)
    const sans = await inscrireUn(p, dossier)
    expect(sans).toMatchObject({ etat: 'contractualisation', statutF1: 'salarie-prive' })
    const definir = (seulement?: ReadonlySet<string>) =>
      dans(p, (tx) => inscrireDefinitivement(tx, { session: p.session, dossier, seulement }, le))
    expect((await definir()).retenus[0]?.phrase).toContain('L6353-8')
    await dans(p, (tx) =>
      remettre(tx, { session: p.session, dossier, remisLe: le, moyen: 'main-propre' }, le),
    )
    // Deux clics : la seconde remise ne change pas la date de la première.
    expect(
      await dans(p, (tx) =>
        remettre(tx, { session: p.session, dossier, remisLe: le, moyen: 'courriel' }, le),
      ),
    ).toMatchObject({ value: { remis: 0 } })
    // Pour d’autres qu’elle seulement : elle attend.
    expect(await definir(new Set())).toMatchObject({ inscrits: 0, retenus: [] })
    expect(await definir()).toMatchObject({ inscrits: 1, retenus: [] })
    expect(await definir()).toMatchObject({ inscrits: 0, retenus: [] })
  })
  it('avec un contrat, jamais avant la signature, même remise faite', async () => {
    const p = await preparer('Contrat')
    const dossier = await ouvert(p, particulierSaisi())
    const i = await inscrireUn(p, dossier, le)
    expect(i.etat).toBe('contractualisation')
    const passer = (motif?: string) =>
      dans(p, (tx) =>
        passerInscription(tx, { session: p.session, id: i.id, version: 1, vers: 'inscrit', motif }, le),
      )
    expect(await passer('insistance')).toMatchObject({
      error: { code: 'gardes-non-satisfaites', manquent: ['contrat-signe'] },
    })
    await dans(p, (tx) =>
      constaterSignature(tx, { session: p.session, dossier, signeLe: le, moyen: 'scan' }, le),
    )
    const deux = await Promise.all([passer(), passer()])
    expect(deux.map((r) => r.ok)).toEqual([true, true])
    const [apres] = await dans(p, (tx) => listerInscrits(tx, p.session))
    expect(apres).toMatchObject({ etat: 'inscrit', version: 2 })
    // Qui avait ouvert la page avant ne change plus rien d'après ce qu'il voyait.
    expect(
      await dans(p, (tx) =>
        passerInscription(
          tx,
          { session: p.session, id: i.id, version: 1, vers: 'annule', motif: 'x', dits: { presences: 0 } },
          le,
        ),
      ),
    ).toMatchObject({ error: { code: 'perime' } })
  })
  it('de deux personnes pour la dernière place, une seule est inscrite', async () => {
    const p = await preparer('Dernière place')
    await base.maintenance((tx) =>
      sql`update sessions.session set capacite = 1 where id = ${p.session}`.execute(tx),
    )
    const dossier = await ouvert(p)
    await dans(p, (tx) =>
      inscrire(tx, p.session, newId(), [{ prenom: 'Agathe', nom: 'Pons' }], le, { dossier }),
    )
    await dans(p, (tx) =>
      inscrire(tx, p.session, newId(), [{ prenom: 'Nuno', nom: 'Ferreira' }], le, { dossier }),
    )
    await dans(p, (tx) =>
      remettre(tx, { session: p.session, dossier, remisLe: le, moyen: 'main-propre' }, le),
    )
    const gens = await dans(p, (tx) => listerInscrits(tx, p.session))
    expect(gens).toHaveLength(2)
    const faits = await Promise.all(
      gens.map((i) =>
        dans(p, (tx) =>
          passerInscription(tx, { session: p.session, id: i.id, version: i.version, vers: 'inscrit' }, le),
        ),
      ),
    )
    expect(faits.filter((f) => f.ok)).toHaveLength(1)
    expect(faits.find((f) => !f.ok)).toMatchObject({ error: { manquent: ['place-libre'] } })
  })
  it('une inscription d’avant les dossiers reste lisible, et rejoint son client une fois', async () => {
    const p = await preparer('Avant')
    await dans(p, (tx) => inscrire(tx, p.session, newId(), [{ prenom: 'Agathe', nom: 'Pons' }], le))
    const [i] = await dans(p, (tx) => listerInscrits(tx, p.session))
    expect(i).toMatchObject({ etat: 'inscrit', dossier: null, statutF1: null })
    const a = await ouvert(p)
    const b = await ouvert(p, particulierSaisi())
    const joindre = (d: DossierId) =>
      dans(p, (tx) => rattacher(tx, p.session, new Set([i?.id ?? newId<'Inscription'>()]), d, le))
    expect(await joindre(a)).toMatchObject({ ok: true })
    expect(await joindre(a)).toMatchObject({ ok: true })
    expect(await joindre(b)).toMatchObject({ error: { code: 'deja-rattache' } })
  })
})

describe('le contrat et son horloge', () => {
  // La coopérative est assujettie : mille euros hors taxes en font douze cents, et c’est ce que la personne paie.
  const echeances = (premier: string, montant: number, prix = 120_000) => [
    { jour: jour(premier), montant: centimes(montant) },
    { jour: jour('2026-12-14'), montant: centimes(prix - montant) },
  ]
  const poser = (p: Prepare, dossier: DossierId, e: ReturnType<typeof echeances>, version = 1) =>
    dans(p, (tx) => poserEcheancier(tx, { session: p.session, dossier, version, echeances: e }, le))
  it('refuse un échéancier trop tôt ou trop lourd, garde celui qui tient', async () => {
    const p = await preparer('Échéancier')
    const dossier = await ouvert(p, particulierSaisi())
    expect(await poser(p, dossier, echeances('2026-11-12', 36_000))).toMatchObject({
      error: [{ code: 'avant-expiration', rang: 0 }],
    })
    expect(await poser(p, dossier, echeances('2026-11-13', 36_001))).toMatchObject({
      error: [{ code: 'plus-de-trente', rang: 0 }],
    })
    expect(await poser(p, dossier, echeances('2026-11-13', 36_000), 7)).toMatchObject({
      error: [{ code: 'perime' }],
    })
    expect(await poser(p, dossier, echeances('2026-11-13', 36_000))).toMatchObject({ ok: true })
    expect((await lu(p, dossier)).echeances).toHaveLength(2)
    // Signé trois jours plus tard, la première échéance tomberait dans le délai : la signature ne s'y constate pas.
    const signer = (signeLe: string) =>
      dans(p, (tx) =>
        constaterSignature(
          tx,
          { session: p.session, dossier, signeLe: new Date(signeLe), moyen: 'scan' },
          new Date('2026-11-06T09:00:00Z'),
        ),
      )
    expect(await signer('2026-11-05T09:00:00Z')).toMatchObject({ error: { code: 'echeancier-contraire' } })
    expect(await signer('2026-11-02T09:00:00Z')).toMatchObject({ ok: true })
    expect(await poser(p, dossier, echeances('2026-11-13', 36_000), 2)).toMatchObject({
      error: [{ code: 'signe' }],
    })
  })
  it('trente pour cent du hors taxes ne font pas le prix d’une coopérative assujettie ; exonérée, si', async () => {
    const p = await preparer('Taxe')
    const dossier = await ouvert(p, particulierSaisi())
    const horsTaxes = echeances('2026-11-13', 30_000, 100_000)
    const refuse = await poser(p, dossier, horsTaxes)
    expect(refuse).toMatchObject({ error: [{ code: 'somme-differente' }] })
    expect(refuse.ok ? '' : refuse.error[0]?.phrase).toMatch(/1.200,00/)
    await base.maintenance((tx) =>
      sql`update organisme.organisme set regime_tva = 'exonere', tva_demande_recue_le = '2020-01-01'
        where organisme_id = ${p.organisme}`.execute(tx),
    )
    expect(await poser(p, dossier, horsTaxes)).toMatchObject({ ok: true })
    expect(await poser(p, dossier, echeances('2026-11-13', 36_000), 2)).toMatchObject({ ok: false })
  })
  it('se rétracter dans le délai éteint les inscriptions ; après, c’est trop tard', async () => {
    const p = await preparer('Rétractation')
    const dossier = await ouvert(p, particulierSaisi())
    await inscrireUn(p, dossier, le)
    await dans(p, (tx) =>
      constaterSignature(tx, { session: p.session, dossier, signeLe: le, moyen: 'scan' }, le),
    )
    await dans(p, (tx) => inscrireDefinitivement(tx, { session: p.session, dossier }, le))
    const a = (t: string, motif = 'lettre reçue') =>
      dans(p, (tx) => retracter(tx, { session: p.session, dossier, motif }, new Date(t)))
    // Un motif refusé n’écrit rien : ni la rétractation, ni la sortie.
    expect(await a('2026-11-12T22:00:00Z', 'arrêt maladie')).toMatchObject({
      error: { code: 'motif-de-sante' },
    })
    expect(await a('2026-11-12T23:00:00Z')).toMatchObject({ error: { code: 'delai-passe' } })
    expect(await a('2026-11-12T22:59:00Z')).toMatchObject({ value: { inscriptions: 1 } })
    expect(await a('2026-11-12T22:59:00Z')).toMatchObject({ value: { inscriptions: 0 } })
    const [i] = await dans(p, (tx) => listerInscrits(tx, p.session))
    expect(i).toMatchObject({ etat: 'retracte', motif: 'lettre reçue' })
  })
  it('une convention peut commencer sans signature, avec un motif ; un contrat, jamais', async () => {
    const p = await preparer('Démarrage')
    const convention = await ouvert(p)
    const contrat = await ouvert(p, particulierSaisi())
    const demarrer = (dossier: DossierId, motif: string) =>
      dans(p, (tx) => demarrerSansSignature(tx, { session: p.session, dossier, motif }, le))
    expect(await demarrer(convention, ' ')).toMatchObject({ error: { code: 'motif-exige' } })
    expect(await demarrer(convention, 'qui signe est hospitalisé')).toMatchObject({
      error: { code: 'motif-de-sante' },
    })
    expect(await demarrer(convention, 'le client signe lundi')).toMatchObject({ ok: true })
    expect(await demarrer(contrat, 'le client signe lundi')).toMatchObject({
      error: { code: 'pas-une-convention' },
    })
  })
})

it('une collectivité qui paie seule est comptée pour ses agents, sauf ligne dite', async () => {
  const p = await preparer('Agents publics')
  const mairie = { structure: { nom: 'Mairie de Locronan', siret: '21290134200015' } }
  const seule = await ouvert(p, dossierSaisi({ ...mairie, lignes: [] }))
  expect((await lu(p, seule)).financements.map((l) => l.dispositif)).toEqual(['public-agents'])
  const dite = await ouvert(
    p,
    dossierSaisi({ ...mairie, lignes: [{ dispositif: 'entreprise', payeur: '', subrogation: false }] }),
  )
  expect((await lu(p, dite)).financements.map((l) => l.dispositif)).toEqual(['entreprise'])
  const privee = await ouvert(p, dossierSaisi({ lignes: [] }))
  expect((await lu(p, privee)).financements.map((l) => l.dispositif)).toEqual(['entreprise'])
})
