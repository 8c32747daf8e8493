// Long parce que l’appel, la mission, leurs murs et la course aux mêmes heures se jouent sur une seule base.
/** Les appels et les missions, par les pages et sous le rôle de l’application : le chemin entier, qui lit quoi, et mille demandes à la fois. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  demanderDansLaTransaction,
  moduleDocuments,
  type PieceId,
  sansPrises,
} from '#modules/documents/index.ts'
import { type PoleId, poleModule } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { ajouterPlafond, fermerPlafond, type PlafondId, poserSeuil } from '../../../../test/base/plafonds.ts'
import { lireTexte, moteur, serre } from '../../../../test/documents/texte.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { poserIntervenant, poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { contributionsMutualisation } from '../contributions/aujourdhui.ts'
import { genresVisesDesEchanges } from '../contributions/visas.ts'
import { encoreAuPlanning, lireAppels, lireMissions, lireReponses } from '../db/appels.ts'
import {
  choisirReponse,
  constaterMission,
  expirerMissions,
  publierAppel,
  quitterMission,
  redigerMission,
  repondreAAppel,
  signerMission,
  viserMission,
} from '../db/appels-portes.ts'
import { lireReservations } from '../db/biens.ts'
import { expirerReservations } from '../db/biens-portes.ts'
import { lireConjoints } from '../db/conjoints.ts'
import { lirePropositions, lireReleve } from '../db/courant.ts'
import { ouvrirCompte, poserRegle } from '../db/courant-portes.ts'
import { lireRetours, retoursPartages } from '../db/retours.ts'
import { fichesDuVivier, maFiche } from '../db/vivier.ts'
import { direAccord } from '../db/vivier-portes.ts'
import type { AppelId, ReponseId } from '../domain/appels.ts'
import type { MissionId } from '../domain/missions.ts'
import type { FicheId } from '../domain/vivier.ts'
import { suivreSignatureDeMission } from '../gestes/contrat-de-mission.ts'
import { moduleMutualisation } from '../module.ts'
import type { PieceDuDossier, PreuveDeMission } from '../prises.ts'
import { ouvrirFiche } from './ouvrir-fiche.ts'
import { poserPole } from './pole-d-essai.ts'
import { poserReponse } from './poser-mission.ts'
import {
  composerLesExemplaires,
  liensASigner,
  poserContrat,
  poserDirection,
  poserSignature,
  signerParLeLien,
} from './signer.ts'

const pdf = moteur()
const classees: PreuveDeMission[] = []
const remises: PieceDuDossier[] = []
afterAll(() => pdf.close())
const m = await monde({
  modules: [
    poleModule,
    moduleMutualisation({
      classer: async (_services, _tx, p) => ok(classees.push(p)),
      classerDossier: async (_services, _tx, p) => ok(remises.push(p) > 0),
      classerLieu: async () => ok(undefined),
    }),
    moduleDocuments({ ...sansPrises, apresSignature: suivreSignatureDeMission }),
  ],
  services: { pdf, storage: postgresStorage() },
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    alix: { roles: ['formateur'], chez: 'a' },
    agnes: { roles: ['assistant'], chez: 'a' },
    lila: { roles: ['formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    bruno: { roles: ['formateur'], chez: 'b' },
    yann: { roles: ['equipe-appui'], chez: 'b' },
    bea: { roles: ['responsable'], chez: 'b' },
    compta: { roles: ['comptable'], chez: 'b' },
    cleo: { roles: ['responsable', 'formateur'], chez: 'c', prenom: 'Cléo', nom: 'Marchand' },
    theo: { roles: ['responsable', 'formateur'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, alix, agnes, lila, bruno, yann, bea, compta, cleo, theo } = m
const admin = await base.client('admin')
const { pole, decision } = await base.maintenance((tx) => poserPole(tx, [ana, bea, cleo]))
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const dans = (n: number) => ajouterJours(aujourdhui, n)
const ecrit = (n: number) => formaterDate(dans(n), 'chiffres')
const fiche = async (qui: Connectee): Promise<FicheId> => {
  const deja = await en(qui, (tx) => maFiche(tx))
  if (deja) return deja.fiche
  const id = newId() as FicheId
  await en(qui, (tx) => ouvrirFiche(tx, id, new Date()))
  return id
}
const formulaire = (autres: Record<string, string | readonly string[]> = {}) => ({
  pole: pole as string,
  objet: 'Deux journées d’outils libres',
  publics: 'formatrices et formateurs',
  stagiaires: '8',
  lieu: 'Salle Duras, Rennes',
  jours1: `${ecrit(30)}, ${ecrit(31)}`,
  jours2: ecrit(40),
  jours3: '',
  debut: '9 h',
  fin: '17 h',
  attendus: '',
  exigences: '',
  dirige: 'envoyeur',
  payeur: 'entreprise',
  prix: 'a-proposer',
  min: '',
  max: '',
  vu: 'pole',
  jusque: ecrit(10),
  ...autres,
})
const publier = async (qui: Connectee, autres: Record<string, string | readonly string[]> = {}) => {
  const r = await qui.poster('/vivier/appels/nouveau', formulaire(autres))
  expect(r.statut, r.texte).toBe(303)
  return (r.vers ?? '').split('/').pop() as AppelId
}
const repondre = async (
  qui: Connectee,
  appel: AppelId,
  autres: Record<string, string | readonly string[]> = {},
) =>
  qui.poster(`/vivier/appels/${appel}/repondre`, {
    fiche: await fiche(qui),
    rangs: ['1', '2'],
    part: 'tout',
    prix: '1 240',
    statut: 'cesa',
    message: 'Volontiers.',
    ...autres,
  })
const reponseDe = async (qui: Connectee, appel: AppelId, nom = '') =>
  (await en(qui, (tx) => lireReponses(tx, appel, new Date()))).find((r) => r.nom.includes(nom))
const choisir = async (appel: AppelId, nom: string, rang = '1', forme = 'sous-traitance-cae') => {
  const r = await reponseDe(ana, appel, nom)
  return ana.poster(`/vivier/appels/${appel}/choisir`, { reponse: r?.reponse ?? '', rang, forme })
}
/** Une mission en option, posée par les pages. */
const enOption = async (jours: string) => {
  const appel = await publier(ana, { jours1: jours, jours2: '' })
  expect((await repondre(lila, appel, { rangs: '1' })).statut).toBe(303)
  const r = await choisir(appel, 'Lila')
  expect(r.statut, r.texte).toBe(303)
  return { appel, mission: (r.vers ?? '').split('/').pop() as MissionId }
}
/** Ce que sa journée lui demande. */
const journeeDe = async (qui: Connectee, roles: readonly string[]) =>
  (await en(qui, async (tx) =>
    contributionsMutualisation.aFaire?.(tx, {
      visiteur: unVisiteur({
        personneId: qui.personne,
        organisme: { id: qui.organisme, code: 'x', nom: 'X' },
        roles,
      }),
      maintenant: new Date(),
    }),
  )) ?? []
/** Change les heures d’une mission, pour la mener à son terme ; celles qu’elle tenait sont rendues. */
const deplacer = async (mission: string, debut: string, fin: string) => {
  await admin.query('delete from sessions.occupation where engagement_id = $1', [mission])
  await base.maintenance((tx) =>
    sql`update mutualisation.mission set creneaux = ${`{[${debut},${fin})}`}::tstzmultirange where id = ${mission}`.execute(
      tx,
    ),
  )
}
const enDouble = (html: string) => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  return ids.filter((id, i) => ids.indexOf(id) !== i)
}
const occupations = async () =>
  (await admin.query(`select count(*)::int4 as n from sessions.occupation where engagement_id is not null`))
    .rows[0].n

describe('un appel à intervention', () => {
  it('va de sa publication au compte courant, par les pages, sans qu’un fait se retape', async () => {
    for (const qui of [ana, bea])
      await en(qui, async (tx) => {
        if (qui === ana)
          await poserRegle(tx, pole as PoleId, { id: newId(), plafond: 500_000, decision }, new Date())
        expect(await ouvrirCompte(tx, pole as PoleId, new Date())).toBe('ouvert')
      })
    const appel = await publier(ana)
    const page = `/vivier/appels/${appel}`
    expect((await lila.lire('/vivier/appels')).texte).toContain('Deux journées d’outils libres')
    // Sans fiche montrée, on ne répond pas ; la page dit quoi faire.
    expect((await lila.lire(page)).texte).toContain('écrivez-la')
    await fiche(lila)
    expect((await lila.lire(page)).texte).toContain('libre au planning')
    expect((await repondre(lila, appel, { rangs: [] })).statut).toBe(422)
    expect((await repondre(lila, appel)).statut).toBe(303)
    expect((await repondre(lila, appel)).statut).toBe(409)
    // Qui a répondu lit qu’elle l’a fait : sa fiche se montre.
    expect((await lila.lire(page)).texte).toContain('Vous avez répondu.')
    expect((await lila.lire(page)).texte).not.toContain('ne montre sa fiche')
    // Ce que l’effacement laisse se dit avant.
    expect((await lila.lire('/vivier/ma-fiche')).texte).toContain(
      'sauf celles qu’a suivies une mission demandée, en option, ou ferme un jour',
    )
    const vue = (await ana.lire(page)).texte
    for (const dit of [
      '1 réponse',
      'Lila Benamar',
      'aucune journée',
      '1 240,00 €',
      'entrepreneuse salariée',
      'sous-traitance par la cae',
    ])
      expect(vue.toLowerCase()).toContain(dit.toLowerCase())
    // La forme interdite se refuse, même forgée.
    expect((await choisir(appel, 'Lila', '1', 'pret')).statut).toBe(409)
    const pose = await choisir(appel, 'Lila')
    const mission = pose.vers ?? ''
    expect(mission).toMatch(/^\/vivier\/missions\//)
    expect(await occupations()).toBe(2)
    expect((await ana.lire(mission)).texte).toContain('Le pôle lit ces heures en option, sans lire pour qui')
    // Le visa est celui de sa coopérative : ni d’elle, ni de qui reçoit, ni d’une collègue.
    for (const [qui, statut] of [
      [lila, 409],
      [ana, 409],
      [bruno, 404],
    ] as const)
      expect((await qui.poster(`${mission}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(statut)
    expect((await ana.poster(`${mission}/etablir`)).statut).toBe(409)
    expect((await yann.lire(mission)).texte).toContain('Viser pour Les Tisserands')
    // La file des visas d’une coopérative d’activité la montre, avec son prix ; son visa y suit les mêmes plafonds, tenus par la base.
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cae = true where organisme_id = ${yann.organisme}`.execute(tx),
    )
    const aViser = async (qui: Connectee) => {
      const { rows } = await en(qui, (tx) =>
        sql<{
          genre: string
          detail: string
          montant: number
          avec: string
        }>`select genre, detail, montant::int4 as montant, avec
          from porte.objets_a_viser(null)`.execute(tx),
      )
      return rows.map((x) => [
        x.genre,
        genresVisesDesEchanges.find((g) => g.genre === x.genre)?.nom(x.detail),
        x.montant,
        x.avec,
      ])
    }
    expect(await aViser(yann)).toEqual([
      ['contrat-de-mission', 'Contrat de sous-traitance', 124_000, 'Langue & Lien'],
    ])
    expect(await aViser(ana)).toEqual([])
    const plafonner = async (montant: number, cumul: number | null) => {
      const id = newId<'Plafond'>()
      const plafond = {
        id,
        compte: yann.personne,
        pour: 'autres',
        genre: 'contrat-de-mission',
        montant,
        cumul,
      } as const
      await en(bea, (tx) => ajouterPlafond(tx, { ...plafond, du: aujourdhui, au: null }))
      return id
    }
    const ouvrirLePlafond = (id: PlafondId) => en(bea, (tx) => fermerPlafond(tx, id, new Date()))
    const bas = await plafonner(123_999, null)
    expect((await yann.poster(`${mission}/viser`, { qui: 'coop', oui: 'oui' })).texte).toContain(
      'dépasse votre plafond',
    )
    const { rows: sous } = await en(yann, (tx) =>
      sql`select permis, pourquoi from porte.objets_a_viser(null)`.execute(tx),
    )
    expect(sous).toEqual([{ permis: false, pourquoi: 'au-dessus' }])
    await ouvrirLePlafond(bas)
    const juste = await plafonner(124_000, 124_000)
    expect((await yann.poster(`${mission}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(303)
    // La page des plafonds compte ce mois-ci ce que la base y compte.
    const { rows: duMois } = await en(yann, (tx) =>
      sql`select centimes::int4 as centimes from porte.vises_du_mois() where plafond = ${juste}::uuid`.execute(
        tx,
      ),
    )
    expect(duMois).toEqual([{ centimes: 124_000 }])
    await ouvrirLePlafond(juste)
    expect(await aViser(yann)).toEqual([])
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cae = false where organisme_id = ${yann.organisme}`.execute(tx),
    )
    // Le contrat se fige quand quelqu’un peut signer de chaque côté ; chaque direction reçoit son lien.
    expect((await ana.poster(`${mission}/etablir`)).texte).toContain('Personne ne peut aujourd’hui signer')
    await base.maintenance(async (tx) => {
      await poserDirection(tx, ana, 'Ana Lefort')
      await poserDirection(tx, bea, 'Béa Kerdoncuff')
    })
    const etabli = await ana.poster(`${mission}/etablir`)
    if (etabli.statut !== 303) console.log('PANNE', m.pannes)
    expect(etabli.statut, etabli.texte).toBe(303)
    const [aBea, aAna] = await liensASigner(m)
    expect([aBea?.a, aAna?.a]).toEqual([bea.courriel, ana.courriel])
    const papier = await bea.lire(`${mission}/papiers/contrat.pdf`)
    expect(papier.type).toBe('application/pdf')
    const fige = lireTexte(papier.octets)
    for (const dit of [
      'Contrat de sous-traitance',
      'Lila Benamar',
      'Contenu et sanction',
      'Moyens mobilisés',
      'L7331-2',
    ])
      expect(fige).toContain(serre(dit))
    for (const [qui, statut] of [
      [cleo, 404],
      [bruno, 404],
    ] as const)
      expect((await qui.lire(`${mission}/papiers/contrat.pdf`)).statut).toBe(statut)
    expect((await ana.lire(mission)).texte).toContain('signature attendue de')
    // Qui reçoit ne signe pas pour l’autre : ni un scan, ni un lien parti ailleurs.
    const [ici0] = await en(ana, (tx) => lireMissions(tx, mission.split('/').pop() as MissionId))
    const piece = ici0?.piece ?? ''
    expect(
      (
        await ana.poster(`/documents/${piece}/demandes`, {
          nom: 'Ana',
          qualite: 'moi',
          courriel: ana.courriel,
        })
      ).texte,
    ).toContain('depuis la page de la mission')
    // Même demandée sans la page, la signature de l’autre n’est que de qui peut l’engager.
    const demander = (nom: string, courriel: string) =>
      en(ana, (tx) =>
        demanderDansLaTransaction(m.worker, sansPrises, tx, ana.organisme, piece as PieceId, {
          nom,
          qualite: 'direction',
          courriel,
        }),
      )
    await demander('Ana', ana.courriel)
    const [detourne] = await liensASigner(m)
    expect((await signerParLeLien(m, detourne?.lien ?? '', 'Ana')).texte).toContain(
      'n’est pas celle de qui peut engager',
    )
    await demander('Béa', bea.courriel)
    // Un refus par le lien se lit des deux, avec son motif.
    const [a] = await liensASigner(m)
    await m.sansCompte.poster(a?.lien ?? '', { geste: 'refuser', motif: 'Le prix a changé' })
    for (const qui of [ana, bea]) expect((await qui.lire(mission)).texte).toContain('Le prix a changé')
    expect((await journeeDe(ana, ['responsable'])).map((x) => x.detail).join(' ')).toContain(
      'a refusé de signer',
    )
    await demander('Béa', bea.courriel)
    const [encore] = await liensASigner(m)
    expect((await signerParLeLien(m, encore?.lien ?? '', 'Béa Kerdoncuff')).texte).toContain('Pièce signée')
    expect((await lila.lire(mission)).texte).not.toContain('prouve">ferme')
    expect((await signerParLeLien(m, aAna?.lien ?? '', 'Ana Lefort')).texte).toContain('Pièce signée')
    expect((await lila.lire(mission)).texte).toContain('ferme')
    // La session de qui reçoit la prend d’un geste, aux heures de la mission seulement, confiée à sa coopérative.
    const ici = { organisme: ana.organisme, activite: m.coops.a.activite }
    const [dedans, dehors] = await base.maintenance(async (tx) => {
      const offre = await poserOffre(tx, ici, 'Outils libres')
      const poser = (j: number) =>
        poserSession(tx, { ...ici, offre, etat: 'ouverte', seances: [[dans(j), 570, 720]] })
      return [(await poser(30)).session, (await poser(33)).session]
    })
    expect((await ana.lire(mission)).texte).toContain('Anglais professionnel')
    // D’elle, on ne sait ici que le nom : une collègue le porte aussi, et l’on ne devine pas.
    const homonyme = await base.maintenance(async (tx) => {
      const p = await poserIntervenant(tx, ici, [], { prenom: 'Lila', nom: 'Benamar' })
      await sql`update tiers.intervenant set compte_id = ${alix.personne} where organisme_id = ${ici.organisme} and personne_id = ${p}`.execute(
        tx,
      )
      return p
    })
    expect((await ana.poster(`${mission}/planifier`, { session: dedans })).texte).toContain(
      'est aussi le nom',
    )
    await base.maintenance((tx) =>
      sql`update tiers.personne set nom = 'Autre', pli = 'autre lila' where organisme_id = ${ici.organisme} and id = ${homonyme}`.execute(
        tx,
      ),
    )
    const id = mission.split('/').pop() ?? ''
    const laMission = async () => (await en(ana, (tx) => lireMissions(tx, id as MissionId)))[0]
    const annoncee = async () => {
      const lue = await laMission()
      return lue && en(ana, (tx) => encoreAuPlanning(tx, lue))
    }
    expect(await annoncee()).toBe(false)
    expect((await ana.poster(`${mission}/planifier`, { session: dehors })).texte).toContain(
      'ne tombe dans les heures',
    )
    // L’exemplaire signé des deux va au registre de qui reçoit ; sans lui, rien ne se place.
    expect((await ana.poster(`${mission}/planifier`, { session: dedans })).texte).toContain(
      'L’exemplaire signé',
    )
    await composerLesExemplaires(m)
    for (const _ of [1, 2])
      expect((await ana.poster(`${mission}/planifier`, { session: dedans })).statut).toBe(303)
    expect(
      classees.map((p) => [p.cle, p.session, p.nom, p.montant, p.cpf, p.signeLe, p.contrat.length > 1000]),
    ).toEqual([1, 2].map(() => [id, dedans, 'Lila Benamar', 124_000, false, aujourdhui, true]))
    expect(classees[0]?.consigne).toContain('formatrices et formateurs')
    const confiees = await admin.query(
      `select p.nom, e.nom as chez from sessions.affectation a join tiers.personne p on p.id = a.personne_id join tiers.entreprise e on e.id = a.confiee_a_id
        where a.organisme_id = $1`,
      [ana.organisme],
    )
    expect(confiees.rows).toEqual([{ nom: 'Benamar', chez: 'Les Tisserands' }])
    expect(await annoncee()).toBe(true)
    // Retirée, elle est à remplacer chez qui reçoit, tant que sa session l’annonce.
    const enEtat = (etat: string, finie: Date | null, par: string | null) =>
      base.maintenance((tx) =>
        sql`update mutualisation.mission set etat = ${etat}, finie_le = ${finie}, finie_par_organisme = ${par}::uuid where id = ${id}`.execute(
          tx,
        ),
      )
    await enEtat('annulee', new Date(), bea.organisme)
    expect(
      (await journeeDe(ana, ['responsable'])).filter((x) => x.href === mission).map((x) => x.verbe),
    ).toEqual(['Remplacer'])
    await enEtat('ferme', null, null)
    // Commencée, elle ne s’annule plus.
    await deplacer(
      id,
      new Date(Date.now() - 3_600_000).toISOString(),
      new Date(Date.now() + 3_600_000).toISOString(),
    )
    expect((await ana.lire(mission)).texte).not.toContain(`${mission}/quitter`)
    for (const qui of [ana, lila]) {
      const r = await qui.poster(`${mission}/quitter`, { motif: 'Trop tard.' })
      expect([r.statut, r.texte.includes('a commencé')]).toEqual([409, true])
    }
    // Avant son dernier jour, elle ne se constate pas.
    const constat = { duree: '16 h', montant: '1 240', taux: '2000' }
    expect((await ana.poster(`${mission}/constater`, constat)).texte).toContain('n’est pas finie')
    await deplacer(id, `${dans(-20)} 08:00Z`, `${dans(-20)} 16:00Z`)
    expect((await ana.poster(`${mission}/constater`, { ...constat, montant: '1 241' })).texte).toContain(
      'ne dépasse pas',
    )
    expect((await ana.poster(`${mission}/constater`, constat)).statut).toBe(303)
    expect((await yann.poster(`${mission}/constater`, { ...constat, duree: '15 h' })).statut).toBe(303)
    // Une autre valeur redemande l’accord de la première.
    expect((await en(ana, (tx) => lireMissions(tx, id as MissionId)))[0]).toMatchObject({
      etat: 'ferme',
      constatRecoitLe: null,
    })
    expect((await ana.poster(`${mission}/constater`, { ...constat, duree: '15 h' })).statut).toBe(303)
    expect((await en(ana, (tx) => lireMissions(tx, id as MissionId)))[0]?.etat).toBe('faite')
    const ligne = (qui: Connectee) =>
      en(qui, async (tx) => (await lireReleve(tx, pole as PoleId)).map((l) => [l.montant, l.fait]))
    // Toutes taxes comprises, au taux que les deux ont dit.
    expect([await ligne(ana), await ligne(bea)]).toEqual([[[-148_800, 'mission']], [[148_800, 'mission']]])
    // Chez qui envoie, la facture se prépare une fois, du montant et au taux du constat ; elle cite le contrat.
    for (const _ of [1, 2])
      expect((await bea.poster(`${mission}/facturer`)).vers).toBe(`/factures/projets/${id}`)
    const { rows: projets } = await admin.query(
      `select p.source, p.reference ~ '^CM-' as cite, l.nature, l.montant_ht_centimes::int4 as ht, l.taux_points as taux from facturation.projet p
        join facturation.projet_ligne l on l.organisme_id = p.organisme_id and l.projet_id = p.id where p.id = $1`,
      [id],
    )
    expect(projets).toEqual([
      { source: 'autre-of', cite: true, nature: 'formation', ht: 124_000, taux: 2000 },
    ])
    expect((await ana.poster(`${mission}/facturer`)).statut).toBe(409)
    expect((await bea.lire(mission)).texte).toContain('préparée')
    expect((await ana.lire(mission)).texte).toContain('attendue')
    // Compté une fois : un second constat ne compte rien.
    expect((await ana.poster(`${mission}/constater`, constat)).statut).toBe(409)
    // L’appel suivant le lui compte.
    const suivant = await publier(ana)
    await repondre(lila, suivant)
    expect(await reponseDe(ana, suivant, 'Lila')).toMatchObject({ jours: 1, dernier: dans(-20) })
    // Ses jours comptent, non celui de la signature : sortis des douze mois, ils ne comptent plus.
    await deplacer(id, `${dans(-400)} 08:00Z`, `${dans(-400)} 16:00Z`)
    expect(await reponseDe(ana, suivant, 'Lila')).toMatchObject({ jours: 0, dernier: null })
    await deplacer(id, `${dans(-20)} 08:00Z`, `${dans(-20)} 16:00Z`)
    // Deux réponses d’une page ne partagent aucun identifiant.
    await fiche(cleo)
    expect((await repondre(cleo, suivant, { statut: 'salarie' })).statut).toBe(303)
    expect(enDouble((await ana.lire(`/vivier/appels/${suivant}`)).texte)).toEqual([])
    // Un prêt demande un accord exprès : la personne lit la forme et accorde, même si elle a répondu elle-même.
    const pret = newId() as MissionId
    const parCleo = (await reponseDe(ana, suivant, 'Marchand'))?.reponse as ReponseId
    expect(
      await en(ana, (tx) =>
        choisirReponse(tx, pret, { reponse: parCleo, rang: 1, forme: 'pret', classement: [] }, new Date()),
      ),
    ).toBe('demandee')
    expect((await cleo.lire(`/vivier/missions/${pret}`)).texte).toContain('Prêt')
    expect((await ana.poster(`/vivier/appels/${suivant}/clore`, { issue: 'retire' })).statut).toBe(303)
  })

  it('ne se publie pas de travers : une date passée, une réponse après la date, un prix sans montant', async () => {
    for (const [champ, autres] of [
      ['jours1', { jours1: ecrit(-2) }],
      ['jours1', { jours1: 'demain' }],
      ['fin', { fin: '8 h' }],
      ['jusque', { jusque: ecrit(-1) }],
      ['jusque', { jusque: ecrit(60) }],
      ['min', { prix: 'fixe' }],
      ['choisies', { vu: 'choisies' }],
      ['gens', { vu: 'personnes' }],
    ] as const) {
      const r = await ana.poster('/vivier/appels/nouveau', formulaire(autres))
      expect([champ, r.statut, r.texte.includes(`id="c-${champ}-e"`)]).toEqual([champ, 422, true])
    }
    expect((await alix.poster('/vivier/appels/nouveau', formulaire())).statut).toBe(403)
  })

  it('se lit de qui il choisit, et de personne d’autre ; les réponses, de qui appelle, de la personne et de sa coopérative', async () => {
    const appel = await publier(ana, { vu: 'choisies', choisies: [bea.organisme, theo.organisme] })
    const lus = async (qui: Connectee) => (await en(qui, (tx) => lireAppels(tx, appel))).length
    expect([await lus(ana), await lus(alix), await lus(lila), await lus(cleo), await lus(theo)]).toEqual([
      1, 1, 1, 0, 0,
    ])
    expect((await cleo.lire(`/vivier/appels/${appel}`)).statut).toBe(404)
    expect((await theo.lire(`/vivier/appels/${appel}`)).statut).toBe(404)
    expect([302, 303, 401]).toContain((await m.sansCompte.lire(`/vivier/appels/${appel}`)).statut)
    expect((await repondre(lila, appel)).statut).toBe(303)
    const voient = async (qui: Connectee) =>
      (await en(qui, (tx) => lireReponses(tx, appel, new Date()))).length
    expect([await voient(ana), await voient(lila), await voient(yann)]).toEqual([1, 1, 1])
    for (const qui of [alix, bruno, cleo, theo]) expect(await voient(qui)).toBe(0)
    // D’une seule enseigne : ce qui engage la coopérative n’est pas à elle.
    const uneEnseigne = { personne: yann.personne, portee: [m.coops.b.activite] }
    expect(
      await base.enTantQue(yann.organisme, uneEnseigne, (tx) => lireReponses(tx, appel, new Date())),
    ).toEqual([])
    expect((await en(lila, (tx) => lireAppels(tx, appel)))[0]?.reponses).toBeNull()
    // Les faits de l’équité, à qui choisit seulement.
    expect((await reponseDe(lila, appel))?.jours).toBeNull()
    // Le motif d’un refus, de la personne et de qui l’écrit ; ni de sa coopérative.
    const r = await reponseDe(ana, appel)
    expect(
      (
        await ana.poster(`/vivier/appels/${appel}/ecarter`, {
          reponse: r?.reponse ?? '',
          motif: 'Trop loin.',
        })
      ).statut,
    ).toBe(303)
    expect([(await reponseDe(lila, appel))?.motif, (await reponseDe(yann, appel))?.motif]).toEqual([
      'Trop loin.',
      '',
    ])
    expect((await choisir(appel, 'Lila')).statut).toBe(409)
    // Un accord retiré : la réponse ne se lit plus de qui appelle, à l’instruction suivante, dans la même transaction.
    const autre = await publier(ana)
    await repondre(lila, autre)
    await en(lila, async (tx) => {
      await direAccord(tx, 'fiche', 1, false, new Date())
      expect(await lireReponses(tx, autre, new Date())).toHaveLength(1)
    })
    expect(await en(ana, (tx) => lireReponses(tx, autre, new Date()))).toEqual([])
    expect((await ana.lire(`/vivier/appels/${autre}`)).texte).not.toContain('Benamar')
    expect((await choisir(autre, 'Lila')).statut).not.toBe(303)
    await en(lila, (tx) => direAccord(tx, 'fiche', 1, true, new Date()))
    for (const x of [appel, autre]) await ana.poster(`/vivier/appels/${x}/clore`, { issue: 'retire' })
  })

  it('pour des personnes choisies, ne se lit que d’elles et de qui répond d’elles', async () => {
    const appel = await publier(ana, { vu: 'personnes', gens: [await fiche(lila)] })
    const lus = async (qui: Connectee) => (await en(qui, (tx) => lireAppels(tx, appel))).length
    expect([await lus(lila), await lus(yann), await lus(bruno), await lus(cleo)]).toEqual([1, 1, 0, 0])
    expect((await repondre(cleo, appel)).statut).toBe(404)
    await ana.poster(`/vivier/appels/${appel}/clore`, { issue: 'retire' })
  })

  it('retiré, l’accord ôte la fiche de la recherche, de chaque page et de la mémoire d’un navigateur ; aucun export, aucun courriel, aucune journée ne la nommait', async () => {
    const f = await fiche(lila)
    await en(lila, (tx) => direAccord(tx, 'disponibilites', 1, true, new Date()))
    const appel = await publier(ana, { jours1: ecrit(55), jours2: '' })
    expect((await repondre(lila, appel, { rangs: '1' })).statut).toBe(303)
    expect((await ana.poster(`/vivier/${f}/joindre`, { message: 'Un atelier' })).statut).toBe(303)
    const adresses = [
      '/vivier',
      '/vivier?q=Benamar',
      `/vivier?jour=${dans(55)}`,
      `/vivier/${f}`,
      `/vivier/appels/${appel}`,
    ]
    const lues = (qui: Connectee) =>
      Promise.all(adresses.map(async (adresse) => ({ adresse, ...(await qui.lire(adresse)) })))
    const disent = (pages: Awaited<ReturnType<typeof lues>>) =>
      pages.filter(({ texte }) => texte.includes('Lila') || texte.includes(f)).map((p) => p.adresse)
    const avant = await lues(ana)
    expect(disent(avant)).toEqual(adresses)
    // Ce qui s’emporte, ou s’envoie, ne la nomme pas : un export, un courriel survivraient au retrait.
    const emportes = async () => {
      const csv = await ana.lire('/vivier/appels?format=csv')
      expect([csv.statut, csv.type.split(';')[0]]).toEqual([200, 'text/csv'])
      expect(csv.texte).toContain('Deux journées d’outils libres')
      const journee = await journeeDe(ana, ['responsable'])
      const courriels = (await m.courriels()).filter((c) => c.a !== lila.courriel)
      expect(courriels.length).toBeGreaterThan(0)
      return [csv.texte, ...[...journee, ...courriels].map((x) => JSON.stringify(x))]
    }
    const nomment = async () => (await emportes()).filter((x) => /Lila|Benamar/.test(x) || x.includes(f))
    expect(await nomment()).toEqual([])
    // Rien ne se garde, page ou export : ni chez elle, ni en route, ni par une empreinte que le navigateur renverrait.
    for (const { adresse, entetes } of avant)
      expect([adresse, entetes.get('cache-control'), entetes.get('etag')]).toEqual([
        adresse,
        'private, no-store',
        null,
      ])
    await en(lila, async (tx) => {
      await direAccord(tx, 'fiche', 1, false, new Date())
      // Dans la même transaction, ses collègues eux-mêmes ne la lisent plus.
      expect((await fichesDuVivier(tx)).map((x) => x.fiche)).not.toContain(f)
    })
    for (const qui of [ana, cleo]) expect(disent(await lues(qui))).toEqual([])
    expect(await nomment()).toEqual([])
    expect((await choisir(appel, 'Lila')).statut).not.toBe(303)
    await en(lila, (tx) => direAccord(tx, 'fiche', 1, true, new Date()))
    await ana.poster(`/vivier/appels/${appel}/clore`, { issue: 'retire' })
  })

  it('une coopérative ne répond que pour une personne qui se montre ; la personne accorde avant que ses heures soient prises', async () => {
    const appel = await publier(ana, { jours1: ecrit(50), jours2: '' })
    const avant = await occupations()
    const pour = { fiche: await fiche(lila), rangs: '1' }
    expect((await repondre(yann, appel, pour)).statut).toBe(303)
    expect((await yann.lire(`/vivier/appels/${appel}`)).texte).toContain('Réponse de la coopérative')
    const pose = await choisir(appel, 'Lila')
    expect(pose.statut).toBe(303)
    const mission = pose.vers ?? ''
    expect(await occupations()).toBe(avant)
    expect((await ana.lire(mission)).texte).toContain('la personne accorde d’abord')
    expect((await bruno.poster(`${mission}/viser`, { qui: 'personne', oui: 'oui' })).statut).toBe(404)
    expect((await yann.poster(`${mission}/viser`, { qui: 'personne', oui: 'oui' })).statut).toBe(409)
    expect((await lila.poster(`${mission}/viser`, { qui: 'personne', oui: 'oui' })).statut).toBe(303)
    expect(await occupations()).toBe(avant + 1)
    // Un refus rend l’heure, et dit par qui aux deux seules.
    expect(
      (await yann.poster(`${mission}/viser`, { qui: 'coop', oui: 'non', motif: 'Elle est en congé.' }))
        .statut,
    ).toBe(303)
    expect(await occupations()).toBe(avant)
    expect((await ana.lire(mission)).texte).toContain('Elle est en congé.')
    // Ce qu’elle ou sa coopérative refuse ne se rechoisit pas.
    expect((await choisir(appel, 'Lila')).statut).toBe(409)
    expect((await ana.lire(`/vivier/appels/${appel}`)).texte).toContain('n’y donne pas suite')
    expect(await occupations()).toBe(avant)
    expect((await cleo.lire(mission)).statut).toBe(404)
  })
})

describe('les heures d’une mission', () => {
  it('se refusent à qui que ce soit : une autre coopérative, la sienne, une séance ; un retrait les rend', async () => {
    const { appel, mission } = await enOption(ecrit(70))
    // Une autre coopérative, la même personne, les mêmes heures : on ne peut y répondre, ni la retenir.
    const deuxieme = await publier(cleo, { jours1: ecrit(70), jours2: '' })
    expect((await lila.lire(`/vivier/appels/${deuxieme}`)).texte).toContain('déjà pris')
    expect((await repondre(lila, deuxieme, { rangs: '1' })).texte).toContain('déjà prise')
    // Sa coopérative ne la planifie pas non plus.
    const lieu = { organisme: bea.organisme, activite: m.coops.b.activite }
    const seance = await base.maintenance(async (tx) => {
      const personne = await poserIntervenant(tx, lieu, [], { prenom: 'Lila', nom: 'Benamar' })
      await sql`update tiers.intervenant set compte_id = ${lila.personne} where organisme_id = ${lieu.organisme} and personne_id = ${personne}`.execute(
        tx,
      )
      const offre = await poserOffre(tx, lieu, 'Une offre')
      const s = await poserSession(tx, { ...lieu, offre, seances: [[dans(70), 600, 660]] })
      return { id: s.seances[0] ?? '', personne }
    })
    const affecter = () =>
      codeSql(() =>
        en(bea, (tx) =>
          sql`insert into sessions.affectation (id, activite_id, seance_id, personne_id, minutes) values (${newId()}, ${lieu.activite}, ${seance.id},
            ${seance.personne}, 60)`.execute(tx),
        ),
      )
    expect(await affecter()).toBe('23P01')
    // Ni par SQL, ni en forgeant : une tierce, qui reçoit, une collègue ne changent rien d’une mission.
    for (const qui of [theo, cleo, bruno]) {
      expect(
        await en(qui, (tx) => viserMission(tx, mission, 'coop', { oui: true, motif: '' }, new Date())),
      ).toBe('introuvable')
      expect(await en(qui, (tx) => quitterMission(tx, mission, 'non', new Date()))).toBe('introuvable')
      expect(
        await en(qui, (tx) =>
          constaterMission(tx, mission, { minutes: 60, centimes: 1, taux: 0, cout: null }, new Date()),
        ),
      ).toBe('introuvable')
      expect(await en(qui, (tx) => lireMissions(tx, mission))).toEqual([])
    }
    // Une pièce qui n’est pas la sienne ne fait rien signer.
    expect(await en(bea, (tx) => signerMission(tx, newId() as never, new Date()))).toBe('introuvable')
    for (const qui of [ana, bea])
      expect(
        await codeSql(() =>
          en(qui, (tx) => sql`update mutualisation.mission set etat = 'ferme'`.execute(tx)),
        ),
      ).toBe('42501')
    // Ferme sans visa ni signature : la base le refuse, même à la maintenance.
    expect(
      await codeSql(() =>
        base.maintenance((tx) =>
          sql`update mutualisation.mission set etat = 'ferme' where id = ${mission}`.execute(tx),
        ),
      ),
    ).toBe('23514')
    // Retirée : l’heure est libre aussitôt, et l’appel dit qui remplace.
    expect(
      (await lila.poster(`/vivier/missions/${mission}/quitter`, { motif: 'Je suis malade.' })).statut,
    ).toBe(303)
    expect(await affecter()).toBeUndefined()
    const page = (await ana.lire(`/vivier/missions/${mission}`)).texte
    expect(page).toContain('Remplacer')
    expect(page).toContain('70 jours avant le premier')
    expect(page).toContain(`/vivier/appels/${appel}`)
    await cleo.poster(`/vivier/appels/${deuxieme}/clore`, { issue: 'retire' })
  })

  it('se visent dans le cumul du mois : de deux visas au même instant, le second compte le premier', async () => {
    const missions = [await enOption(ecrit(72)), await enOption(ecrit(73))].map((x) => x.mission)
    const dejaVise = await base.maintenance(async (tx) => {
      await sql`update organisme.organisme set cae = true where organisme_id = ${yann.organisme}`.execute(tx)
      const { rows } = await sql<{
        n: string
      }>`select coalesce(sum(r.prix_centimes), 0) as n from mutualisation.mission k
        join mutualisation.reponse r on r.organisme_id = k.organisme_id and r.id = k.reponse_id where k.visa_coop_par = ${yann.personne}`.execute(
        tx,
      )
      return Number(rows[0]?.n)
    })
    const plafond = newId<'Plafond'>()
    await en(bea, (tx) =>
      ajouterPlafond(tx, {
        id: plafond,
        compte: yann.personne,
        pour: 'autres',
        genre: 'contrat-de-mission',
        montant: 124_000,
        cumul: dejaVise + 124_000,
        du: aujourdhui,
        au: null,
      }),
    )
    const viser = (rang: number) => (tx: TenantTx) =>
      viserMission(tx, missions[rang] as MissionId, 'coop', { oui: true, motif: '' }, new Date())
    // Le second part quand le premier a visé sans avoir validé ; on attend qu’il finisse, ou qu’un verrou l’arrête.
    let fini = false
    const arrete = async () => {
      while (!fini) {
        const { rows } = await admin.query(
          `select count(*)::int4 as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = $1)`,
          [base.nom],
        )
        if (rows[0].n > 0) return
      }
    }
    let second: Promise<string> | undefined
    const premier = await en(yann, async (tx) => {
      const dit = await viser(0)(tx)
      second = en(yann, viser(1)).finally(() => {
        fini = true
      })
      await Promise.race([second, arrete()])
      return dit
    })
    expect([premier, await second]).toEqual(['vise', 'plafond'])
    await en(bea, (tx) => fermerPlafond(tx, plafond, new Date()))
    for (const mission of missions)
      await en(lila, (tx) => quitterMission(tx, mission, 'Essai fini.', new Date()))
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cae = false where organisme_id = ${yann.organisme}`.execute(tx),
    )
  })

  it('dans une coopérative d’activité, une mission choisie au-dessus de ce que l’on vise attend le visa de la sienne : pas de contrat avant', async () => {
    const enCae = (oui: boolean) =>
      base.maintenance((tx) =>
        sql`update organisme.organisme set cae = ${oui} where organisme_id = ${ana.organisme}`.execute(tx),
      )
    const pas = (qui: Connectee, mission: string) =>
      en(qui, async (tx) => {
        const { rows } = await sql<{
          r: string
        }>`select porte.viser_objet(${mission}::uuid, 'accord', '', null, now()) as r`.execute(tx)
        return rows[0]?.r
      })
    const finir = async (mission: MissionId) => {
      expect(await en(lila, (tx) => quitterMission(tx, mission, 'Essai fini.', new Date()))).toBe('quittee')
    }
    const appel = await publier(ana, { jours1: ecrit(95), jours2: '' })
    expect((await repondre(lila, appel, { rangs: '1' })).statut).toBe(303)
    const reponse = (await reponseDe(ana, appel, 'Lila'))?.reponse as ReponseId
    await enCae(true)
    const choisie = await agnes.poster(`/vivier/appels/${appel}/choisir`, {
      reponse,
      rang: '1',
      forme: 'sous-traitance-cae',
    })
    expect(choisie.statut, JSON.stringify(m.pannes)).toBe(303)
    const mission = (choisie.vers ?? '').split('/').pop() as MissionId
    const page = `/vivier/missions/${mission}`
    expect((await agnes.lire(page)).texte).toContain('Les trois visas')
    expect((await yann.poster(`${page}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(303)
    // L’heure est tenue ; sans le visa de qui reçoit, rien ne s’établit ni ne se signe.
    expect((await en(ana, (tx) => lireMissions(tx, mission)))[0]).toMatchObject({
      etat: 'option',
      aViser: true,
    })
    expect((await ana.poster(`${page}/etablir`, {})).statut).not.toBe(303)
    expect((await ana.lire(page)).texte).not.toContain('Établir le contrat')
    expect([await pas(alix, mission), await pas(agnes, mission), await pas(yann, mission)]).toEqual([
      'introuvable',
      'sans-plafond',
      'introuvable',
    ])
    // Au-dessus du montant de deux personnes, la sienne ne suffit pas : en attente jusqu’au second visa.
    await en(ana, (tx) => poserSeuil(tx, { genre: 'contrat-de-mission', montant: 123_999 }, new Date()))
    expect([await pas(ana, mission), await pas(ana, mission)]).toEqual(['a-deux', 'premier'])
    expect((await en(ana, (tx) => lireMissions(tx, mission)))[0]?.aViser).toBe(true)
    await finir(mission)
    await en(ana, (tx) => sql`delete from cae.seuil`.execute(tx))
    // Sous ce montant, son seul visa suffit ; la direction, qui n’est pas bornée, choisit sans attendre.
    const suivant = await publier(ana, { jours1: ecrit(96), jours2: '' })
    expect((await repondre(lila, suivant, { rangs: '1' })).statut).toBe(303)
    const deux = await choisir(suivant, 'Lila')
    expect(deux.statut, deux.texte).toBe(303)
    const libre = (deux.vers ?? '').split('/').pop() as MissionId
    expect((await en(ana, (tx) => lireMissions(tx, libre)))[0]?.aViser).toBe(false)
    await finir(libre)
    await enCae(false)
  })

  it('d’une option échue se reprennent à l’instant, sans attendre la tâche de fond, et elle ne se signe plus', async () => {
    const { appel, mission } = await enOption(ecrit(80))
    expect((await yann.poster(`/vivier/missions/${mission}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(
      303,
    )
    await base.maintenance((tx) =>
      sql`update mutualisation.mission set expire_le = now() - interval '1 second' where id = ${mission}`.execute(
        tx,
      ),
    )
    const contrat = await base.maintenance((tx) =>
      poserContrat(tx, { organisme: ana.organisme, activite: m.coops.a.activite }, mission),
    )
    await base.maintenance((tx) =>
      sql`update mutualisation.mission set piece_id = ${contrat} where id = ${mission}`.execute(tx),
    )
    expect(await en(ana, (tx) => signerMission(tx, contrat, new Date()))).toBe('expiree')
    const autre = await publier(cleo, { jours1: ecrit(80), jours2: '' })
    expect((await repondre(lila, autre, { rangs: '1' })).statut).toBe(303)
    const r = await reponseDe(cleo, autre, 'Lila')
    expect(
      (
        await cleo.poster(`/vivier/appels/${autre}/choisir`, {
          reponse: r?.reponse ?? '',
          rang: '1',
          forme: 'sous-traitance-cae',
        })
      ).statut,
    ).toBe(303)
    expect((await en(ana, (tx) => lireMissions(tx, mission)))[0]?.etat).toBe('expiree')
    // Rechoisie après une option tombée, elle attend de nouveau la personne, et ne tient rien.
    const tenues = await occupations()
    const encore = await choisir(appel, 'Lila')
    expect(encore.statut, encore.texte).toBe(303)
    expect(
      (await en(ana, (tx) => lireMissions(tx, encore.vers?.split('/').pop() as MissionId)))[0],
    ).toMatchObject({
      etat: 'demandee',
      visaPersonneLe: null,
    })
    expect(await occupations()).toBe(tenues)
    // La tâche de fond rend le reste.
    await base.maintenance((tx) =>
      sql`update mutualisation.mission set expire_le = now() - interval '1 second' where etat = 'option'`.execute(
        tx,
      ),
    )
    const avant = await occupations()
    expect(await base.worker.withoutTenant((tx) => expirerMissions(tx, 100, new Date()))).toBeGreaterThan(0)
    expect(await occupations()).toBeLessThan(avant)
  })

  it('viennent dans la journée de qui doit agir, et d’elle ou lui seul', async () => {
    const { mission } = await enOption(ecrit(90))
    const gestes = async (qui: Connectee, roles: readonly string[]) =>
      (await journeeDe(qui, roles)).filter((x) => x.href.includes(mission))
    expect((await gestes(yann, ['equipe-appui'])).map((x) => x.verbe)).toEqual(['Viser'])
    expect(await gestes(ana, ['responsable'])).toEqual([])
    await yann.poster(`/vivier/missions/${mission}/viser`, { qui: 'coop', oui: 'oui' })
    expect((await gestes(ana, ['responsable'])).map((x) => x.verbe)).toEqual(['Établir'])
    await ana.poster(`/vivier/missions/${mission}/quitter`, { motif: 'La session est annulée.' })
    expect(await gestes(yann, ['equipe-appui'])).toEqual([])
  })
})

it('la restauration d’une mission reprend ses heures', async () => {
  const { mission } = await enOption(ecrit(100))
  const lue = async () =>
    (
      await admin.query(
        'select cle, creneau::text as c, expire_le from sessions.occupation where engagement_id = $1',
        [mission],
      )
    ).rows
  const avant = await lue()
  expect(avant).toHaveLength(1)
  await base.maintenance(async (tx) => {
    const { rows } = await sql<{
      j: string
    }>`select to_jsonb(m)::text as j from mutualisation.mission m where id = ${mission}`.execute(tx)
    await sql`update mutualisation.mission set etat = 'annulee', finie_le = now() where id = ${mission}`.execute(
      tx,
    )
    await sql`delete from mutualisation.mission where id = ${mission}`.execute(tx)
    await sql`insert into mutualisation.mission select * from jsonb_populate_record(null::mutualisation.mission, ${rows[0]?.j ?? '{}'}::jsonb)`.execute(
      tx,
    )
  })
  expect(await lue()).toEqual(avant)
})

describe('une salle prêtée', () => {
  const lieu = () => ({ organisme: bea.organisme, activite: m.coops.b.activite })
  const salle = newId()
  /** Une séance de sa coopérative dans cette salle. */
  const occuperChezSoi = async (jour: number, debut: number, fin: number) => {
    const id = await base.maintenance(async (tx) => {
      const offre = await poserOffre(tx, lieu(), `Offre ${newId()}`)
      return (
        (await poserSession(tx, { ...lieu(), offre, seances: [[dans(jour), debut, fin]] })).seances[0] ?? ''
      )
    })
    return codeSql(() =>
      en(bea, (tx) =>
        sql`insert into sessions.seance_salle (activite_id, seance_id, salle_id) values (${lieu().activite}, ${id}, ${salle})`.execute(
          tx,
        ),
      ),
    )
  }
  const prete = {
    pole: pole as string,
    salle,
    genre: 'salle',
    titre: 'Salle Duras',
    adresse: 'Rennes',
    acces: 'plain-pied',
    places: '12 en U',
    equipement: '',
    reglement: '',
    membre: '60',
    autre: '90',
    taux: '2000',
    tampon: '30',
    visa: 'oui',
    preavis: '7',
    retenue: '50',
  }
  const demander = (qui: Connectee, bien: string, jour: number, debut: string, fin: string) =>
    qui.poster(`${bien}/demander`, { objet: 'Un atelier', jour: ecrit(jour), debut, fin })
  const reservations = (qui: Connectee) => en(qui, (tx) => lireReservations(tx))
  let bien = ''

  it('se demande, se tient en option, met les autres dans la file, et leur revient quand elle est rendue', async () => {
    await base.maintenance(async (tx) => {
      const e = newId()
      await sql`insert into organisme.etablissement (organisme_id, id, nom) values (${bea.organisme}, ${e}, 'Annexe')`.execute(
        tx,
      )
      await sql`insert into sessions.salle (organisme_id, id, etablissement_id, nom, pli, cree_le) values (${bea.organisme}, ${salle}, ${e}, 'Duras', 'duras', now())`.execute(
        tx,
      )
    })
    expect((await lila.poster('/biens-pretes/preter', prete)).statut).toBe(403)
    const pose = await bea.poster('/biens-pretes/preter', prete)
    expect(pose.statut, pose.texte).toBe(303)
    bien = pose.vers
    expect((await ana.lire('/biens-pretes')).texte).toContain('72,00 € toutes taxes')
    expect((await theo.lire('/biens-pretes')).texte).not.toContain('Duras')
    expect((await theo.lire(bien)).statut).toBe(404)
    expect((await demander(theo, bien, 20, '9 h', '12 h')).statut).toBe(404)
    expect((await demander(ana, bien, 20, '12 h', '9 h')).statut).toBe(422)
    expect((await demander(ana, bien, -1, '9 h', '12 h')).statut).toBe(409)
    expect((await demander(ana, bien, 20, '9 h', '12 h')).statut).toBe(303)
    // Le tampon compte : à midi pile, elle est encore prise.
    expect((await demander(cleo, bien, 20, '12 h', '15 h')).statut).toBe(303)
    expect((await reservations(cleo))[0]).toMatchObject({ etat: 'en-file', rang: 1 })
    // Le voisin lit « en option », ni par qui ni pour quoi.
    const vue = (await cleo.lire(bien)).texte
    expect(vue).toContain('en option')
    expect(vue).not.toContain('Langue &amp; Lien :')
    // Sa coopérative elle-même n’y met pas de séance.
    expect(await occuperChezSoi(20, 600, 660)).toBe('23P01')
    const [r] = await reservations(ana)
    for (const qui of [ana, cleo])
      expect(
        (await qui.poster(`${bien}/repondre`, { reservation: r?.reservation ?? '', oui: 'oui', motif: '' }))
          .statut,
      ).toBe(409)
    expect(
      (
        await bea.poster(`${bien}/repondre`, {
          reservation: r?.reservation ?? '',
          oui: 'non',
          motif: 'Travaux.',
        })
      ).statut,
    ).toBe(303)
    expect((await reservations(cleo))[0]).toMatchObject({
      etat: 'option',
      rang: null,
      prix: 6_000,
      fermeLe: null,
    })
    expect((await journeeDe(bea, ['responsable'])).map((x) => x.geste)).toContain('Répondre à la demande')
    expect(
      (
        await bea.poster(`${bien}/repondre`, {
          reservation: (await reservations(cleo))[0]?.reservation ?? '',
          oui: 'oui',
          motif: '',
        })
      ).statut,
    ).toBe(303)
    expect((await reservations(cleo))[0]).toMatchObject({ etat: 'ferme', fermeLe: expect.any(Date) })
    expect(await occuperChezSoi(20, 600, 660)).toBeUndefined()
    expect(await occuperChezSoi(20, 780, 840)).toBe('23P01')
    // Chacune lit les siennes ; sa coopérative, toutes.
    expect([
      (await reservations(ana)).length,
      (await reservations(cleo)).length,
      (await reservations(theo)).length,
    ]).toEqual([1, 1, 0])
    expect((await reservations(bea)).length).toBe(2)
    // Qui ne tient ni salles ni comptes, ou qu’une enseigne, lit la fiche et n’en lit aucune ; qui tient les comptes les lit.
    expect((await alix.lire(bien)).statut).toBe(200)
    expect(await reservations(alix)).toEqual([])
    const uneEnseigne = { personne: bea.personne, portee: [m.coops.b.activite] }
    expect(await base.enTantQue(bea.organisme, uneEnseigne, (tx) => lireReservations(tx))).toEqual([])
    expect([(await compta.lire(bien)).statut, (await reservations(compta)).length]).toEqual([200, 2])
  })

  it('échue, revient à qui attend et non à qui redemande ; sans réponse attendue, revient réservée ; passée, l’attente se ferme', async () => {
    const posee = async (qui: Connectee, ou: string, jour: number) => {
      const r = await demander(qui, ou, jour, '9 h', '12 h')
      expect(r.statut, r.texte).toBe(303)
      return (await reservations(qui)).find(
        (x) => ou.endsWith(x.bien) && x.debut.toISOString().startsWith(dans(jour)),
      )
    }
    const etatDe = async (qui: Connectee, id: string | undefined) =>
      (await reservations(qui)).find((x) => x.reservation === id)
    const [premiere, attend] = [await posee(ana, bien, 33), await posee(cleo, bien, 33)]
    expect([premiere?.etat, attend?.etat]).toEqual(['option', 'en-file'])
    await base.maintenance((tx) =>
      sql`update mutualisation.reservation set expire_le = now() - interval '1 second' where id = ${premiere?.reservation ?? ''}`.execute(
        tx,
      ),
    )
    expect((await demander(ana, bien, 33, '9 h', '12 h')).statut).toBe(303)
    expect([
      (await etatDe(ana, premiere?.reservation))?.etat,
      (await etatDe(cleo, attend?.reservation))?.etat,
    ]).toEqual(['expiree', 'option'])
    const redemande = (await reservations(ana)).find((x) => x.etat === 'en-file')
    expect(redemande?.rang).toBe(1)
    // Passée, l’attente ne reste pas.
    await base.maintenance((tx) =>
      sql`update mutualisation.reservation set creneau = '[2026-01-20T08:00Z,2026-01-20T11:00Z)' where id = ${redemande?.reservation ?? ''}`.execute(
        tx,
      ),
    )
    await base.worker.withoutTenant((tx) => expirerReservations(tx, 100, new Date()))
    expect((await etatDe(ana, redemande?.reservation))?.etat).toBe('expiree')
    const materiel =
      (
        await bea.poster('/biens-pretes/preter', {
          ...prete,
          salle: '',
          genre: 'materiel',
          titre: 'Un vidéoprojecteur',
          visa: 'non',
        })
      ).vers ?? ''
    const [prise, file] = [await posee(ana, materiel, 34), await posee(cleo, materiel, 34)]
    expect([prise?.etat, file?.etat]).toEqual(['ferme', 'en-file'])
    expect(enDouble((await bea.lire(materiel)).texte)).toEqual([])
    expect(
      (await ana.poster(`${materiel}/annuler`, { reservation: prise?.reservation ?? '', motif: 'Reportée.' }))
        .statut,
    ).toBe(303)
    expect(await etatDe(cleo, file?.reservation)).toMatchObject({ etat: 'ferme', fermeLe: expect.any(Date) })
    expect(await etatDe(ana, prise?.reservation)).toMatchObject({ etat: 'annulee', parElle: true })
    // Plus prêté, ce qui est réservé se lit encore de qui l’a demandé, et d’elle seule.
    expect((await bea.poster(`${materiel}/retirer`)).statut).toBe(303)
    const page = await cleo.lire(materiel)
    expect([page.statut, page.texte.includes('n’est plus prêté')]).toEqual([200, true])
    expect((await cleo.lire('/biens-pretes')).texte).toContain(`href="${materiel}"`)
    expect((await theo.lire(materiel)).statut).toBe(404)
    expect((await demander(cleo, materiel, 36, '9 h', '12 h')).statut).toBe(409)
  })

  it('échue, ne tient plus ; passée, ce qui est dû se propose au compte courant, une fois', async () => {
    expect((await demander(ana, bien, 25, '9 h', '12 h')).statut).toBe(303)
    const [r] = (await reservations(ana)).filter((x) => x.etat === 'option')
    await base.maintenance((tx) =>
      sql`update mutualisation.reservation set expire_le = now() - interval '1 second' where id = ${r?.reservation ?? ''}`.execute(
        tx,
      ),
    )
    expect(await occuperChezSoi(25, 600, 660)).toBeUndefined()
    expect((await reservations(ana)).find((x) => x.reservation === r?.reservation)?.etat).toBe('expiree')
    expect((await demander(ana, bien, 26, '9 h', '17 h')).statut).toBe(303)
    const [f] = (await reservations(ana)).filter((x) => x.etat === 'option')
    const reservation = f?.reservation ?? ''
    expect((await bea.poster(`${bien}/repondre`, { reservation, oui: 'oui', motif: '' })).statut).toBe(303)
    expect((await bea.lire(bien)).texte).not.toContain('au compte courant')
    await base.maintenance((tx) =>
      sql`update mutualisation.reservation set creneau = '[2026-01-14T08:00Z,2026-01-14T16:00Z)' where id = ${reservation}`.execute(
        tx,
      ),
    )
    expect((await bea.lire(bien)).texte).toContain('Proposer 144,00 € au compte courant')
    expect((await ana.poster(`${bien}/compter`, { reservation })).statut).toBe(409)
    // Le régime change : le taux est celui que l’autre a lu, et l’écriture dit ce que le bouton disait.
    const regime = (r: string) =>
      base.maintenance((tx) =>
        sql`update organisme.organisme set regime_tva = ${r} where organisme_id = ${bea.organisme}`.execute(
          tx,
        ),
      )
    await regime('franchise')
    for (let i = 0; i < 2; i++)
      expect((await bea.poster(`${bien}/compter`, { reservation })).statut).toBe(303)
    await regime('assujetti')
    const proposees = await en(ana, (tx) => lirePropositions(tx, pole as PoleId, new Date()))
    expect(proposees.map((x) => [x.montant, x.fait, x.jeDois])).toEqual([[14_400, 'salle', true]])
  })

  it('demandée de partout à la fois, n’est à personne deux fois', async () => {
    const demandes = Array.from({ length: 30 }, (_, i) => ({
      qui: i % 2 ? ana : cleo,
      debut: 8 + (i % 5),
      jour: 60 + (i % 3),
    }))
    const statuts = await Promise.all(
      demandes.map((d) => demander(d.qui, bien, d.jour, `${d.debut} h`, `${d.debut + 2} h`)),
    )
    expect(new Set(statuts.map((s) => s.statut))).toEqual(new Set([303, 409]))
    const { rows } =
      await admin.query(`select count(*)::int4 as n from sessions.occupation x join sessions.occupation y
      on x.organisme_id = y.organisme_id and x.cle = y.cle and x.creneau && y.creneau and x.ctid < y.ctid where x.genre = 'salle'`)
    expect(rows[0].n).toBe(0)
    expect((await reservations(bea)).filter((x) => x.etat === 'option').length).toBeGreaterThanOrEqual(3)
  })
})

// ─── La course ───────────────────────────────────────────────────────────────────────────────────────────────

const entier = process.env.COFORME_MURS === 'entiers'
it(`${entier ? 1000 : 240} demandes à la fois sur ${entier ? 50 : 12} dates de huit coopératives : aucun chevauchement, aucune confirmation fausse, chaque refus nommé`, async () => {
  const n = entier ? { demandes: 1000, gens: 10, jours: 5 } : { demandes: 240, gens: 4, jours: 3 }
  type Course = Connectee & { readonly activite: ActiviteId }
  const coops: Course[] = []
  for (let i = 0; i < 8; i++) {
    const { organisme, activite } = await m.fonder(`Course ${i}`)
    const qui = await m.entrer(organisme, { roles: ['responsable', 'formateur'] })
    await base.maintenance((tx) => poserDirection(tx, qui, `Direction ${i}`))
    coops.push({ ...qui, activite })
  }
  const course = await base.maintenance((tx) => poserPole(tx, coops))
  const gens: Connectee[] = []
  for (let i = 0; i < n.gens; i++) {
    const p = await m.entrer((coops[i % 8] as Connectee).organisme, { roles: ['formateur'] })
    await fiche(p)
    gens.push(p)
  }
  let s = 11
  const alea = (k: number) => {
    s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff
    return s % k
  }
  // Chaque demande : une coopérative, une personne d’une autre, une date ; les heures se chevauchent à demi.
  type DemandeEnCourse = {
    readonly qui: Course
    readonly chez: Course
    readonly reponse: ReponseId
    readonly laisser: boolean
  }
  const demandes: DemandeEnCourse[] = []
  await base.maintenance(async (tx) => {
    for (let i = 0; i < n.demandes; i++) {
      const p = gens[i % n.gens] as Connectee
      const chez = coops.find((c) => c.organisme === p.organisme) as Course
      const autres = coops.filter((c) => c !== chez)
      const qui = autres[alea(autres.length)] as Course
      const debut = 540 + alea(4) * 30
      const jours = [
        dans(120 + (Math.floor(i / n.gens) % n.jours)),
        ...(i % 10 === 0 ? [dans(121)] : []),
      ] as const
      const quand = { jours, debut, fin: debut + 180 }
      const reponse = await poserReponse(tx, { pole: course.pole, recoit: qui, envoie: p, ...quand })
      demandes.push({ qui, chez, reponse, laisser: alea(10) === 0 })
    }
  })
  const file = demandes.toSorted(() => alea(3) - 1)
  const fermes = new Set<string>()
  const dits: Record<string, number> = {}
  const durees: number[] = []
  const mesurer = async <T>(f: () => Promise<T>): Promise<T> => {
    const t = performance.now()
    const r = await f()
    durees.push(performance.now() - t)
    return r
  }
  const ouvrier = async () => {
    for (let x = file.pop(); x; x = file.pop()) {
      const { qui, chez, reponse, laisser } = x
      const id = newId() as MissionId
      let dit = await mesurer(() =>
        en(qui, (tx) =>
          choisirReponse(tx, id, { reponse, rang: 1, forme: 'sous-traitance', classement: [] }, new Date()),
        ),
      )
      if (dit === 'option' && !laisser) {
        await mesurer(() =>
          en(chez, (tx) => viserMission(tx, id, 'coop', { oui: true, motif: '' }, new Date())),
        )
        const piece = await base.maintenance((tx) => poserContrat(tx, qui, id))
        await en(qui, (tx) => redigerMission(tx, id, 'contrat', piece, new Date()))
        for (const [role, de] of [
          ['client', chez],
          ['organisme', qui],
        ] as const) {
          await base.maintenance((tx) => poserSignature(tx, qui, piece, role, de.courriel))
          dit = await mesurer(() => en(qui, (tx) => signerMission(tx, piece, new Date())))
        }
        if (dit === 'ferme-signee') fermes.add(id)
      }
      dits[dit] = (dits[dit] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, ouvrier))
  const un = async (texte: string) => (await admin.query(texte)).rows
  const [croises] = await un(`select count(*)::int4 as n from sessions.occupation x join sessions.occupation y
    on x.cle = y.cle and x.creneau && y.creneau and x.ctid < y.ctid where x.genre = 'personne' and y.genre = 'personne'`)
  expect(croises.n).toBe(0)
  const enBase = new Set(
    (
      await un(`select k.id from mutualisation.mission k where k.etat = 'ferme' and (select count(*) from sessions.occupation o
        where o.engagement_id = k.id and o.expire_le is null) = (select count(*) from unnest(k.creneaux))`)
    ).map((r) => r.id),
  )
  expect([...fermes].filter((id) => !enBase.has(id))).toEqual([])
  expect(fermes.size).toBeGreaterThan(n.gens)
  // Chaque refus a son nom.
  expect(Object.keys(dits).sort()).toEqual(['ferme-signee', 'occupe', 'option'])
  const p95 = durees.toSorted((x, y) => x - y)[Math.floor(durees.length * 0.95)] ?? 0
  console.log(`course : ${JSON.stringify(dits)}, ${durees.length} appels, p95 ${p95.toFixed(0)} ms`)
})

it('publier, répondre : rien sous un lien, ni sans personne, ni dans un pôle dont on n’est pas', async () => {
  const a = {
    pole: pole as PoleId,
    objet: 'x x x',
    publics: '',
    stagiaires: null,
    lieu: 'y',
    attendus: '',
    exigences: '',
    debut: 540,
    fin: 600,
    dirige: 'envoyeur',
    payeur: 'entreprise',
    prixGenre: 'a-proposer',
    prixMin: null,
    prixMax: null,
    vuDe: 'pole',
    choisies: [],
    fiches: [],
    jusquAu: new Date(Date.now() + 86_400_000),
  } as const
  expect(await en(theo, (tx) => publierAppel(tx, newId() as AppelId, a, new Date()))).toBe('refuse')
  expect(
    await base.enTantQue(ana.organisme, { portee: [] }, (tx) =>
      publierAppel(tx, newId() as AppelId, a, new Date()),
    ),
  ).toBe('refuse')
  // Montré à qui n’est pas du pôle, il ne se lirait pas.
  expect(
    await en(ana, (tx) =>
      publierAppel(
        tx,
        newId() as AppelId,
        { ...a, vuDe: 'choisies', choisies: [theo.organisme] },
        new Date(),
      ),
    ),
  ).toBe('hors-pole')
  const appel = await publier(ana)
  const r = {
    fiche: await fiche(lila),
    part: 'tout',
    rangs: [1],
    prix: 1,
    auCout: false,
    statut: 'cesa',
    message: '',
  } as const
  // La fiche d’une autre coopérative, une date que l’appel ne dit pas.
  expect(await en(cleo, (tx) => repondreAAppel(tx, newId() as ReponseId, appel, r, new Date()))).toBe(
    'introuvable',
  )
  expect(
    await en(lila, (tx) => repondreAAppel(tx, newId() as ReponseId, appel, { ...r, rangs: [5] }, new Date())),
  ).toBe('date')
  expect(await base.db.withoutTenant((tx) => lireAppels(tx as never))).toEqual([])
})

it('un retour écrit ne se lit que de la personne, qui y répond, le montre ou non, et s’efface après douze mois', async () => {
  const faite = (await en(ana, (tx) => lireMissions(tx))).find(
    (x) => x.etat === 'faite' && x.nom === 'Lila Benamar',
  )
  if (!faite) throw new Error('aucune mission faite')
  const { mission } = faite
  const texte = 'Le groupe a tenu grâce aux exercices en binôme.'
  const retours = (qui: Connectee) => en(qui, (tx) => lireRetours(tx))
  // Qui a reçu l’écrit, et lui seul ; une mission qui n’est pas faite n’en reçoit pas.
  for (const qui of [bea, cleo, theo])
    expect((await qui.poster('/vivier/retours/ecrire', { mission, texte })).statut).toBe(409)
  expect((await lila.poster('/vivier/retours/ecrire', { mission, texte })).statut).toBe(403)
  expect((await ana.lire('/vivier/retours')).texte).toContain(mission)
  for (const _ of [1, 2])
    expect((await ana.poster('/vivier/retours/ecrire', { mission, texte })).statut).toBe(303)
  const [r, ...autres] = await retours(lila)
  expect([r?.texte, r?.aMoi, autres]).toEqual([texte, true, []])
  // Ni sa direction, ni une tierce, ni un lien ; et rien sur sa fiche tant qu’elle ne le montre pas.
  for (const qui of [bea, yann, cleo, theo]) expect(await retours(qui)).toEqual([])
  expect(await base.enTantQue(lila.organisme, {}, (tx) => lireRetours(tx))).toEqual([])
  const ficheDeLila = await fiche(lila)
  await en(lila, (tx) => direAccord(tx, 'fiche', 1, true, new Date()))
  const montres = (qui: Connectee) => en(qui, (tx) => retoursPartages(tx, ficheDeLila))
  expect(await montres(cleo)).toEqual([])
  const retour = r?.id ?? ''
  const repondre = (qui: Connectee, partage: Record<string, string>) =>
    qui.poster('/vivier/retours/repondre', { retour, reponse: 'Merci : la salle aussi aidait.', ...partage })
  expect((await repondre(ana, {})).statut).toBe(409)
  expect((await repondre(lila, { partage: 'on' })).statut).toBe(303)
  expect(await montres(cleo)).toMatchObject([{ texte, reponse: 'Merci : la salle aussi aidait.' }])
  expect((await cleo.lire(`/vivier/${ficheDeLila}`)).texte).toContain('exercices en binôme')
  expect(await montres(theo)).toEqual([])
  expect((await retours(ana))[0]?.reponse).toContain('Merci')
  expect((await repondre(lila, {})).statut).toBe(303)
  expect(await montres(cleo)).toEqual([])
  await repondre(lila, { partage: 'on' })
  await admin.query(`update mutualisation.retour set ecrit_le = now() - interval '13 months' where id = $1`, [
    retour,
  ])
  expect([await retours(lila), await retours(ana), await montres(cleo)]).toEqual([[], [], []])
  await admin.query(`update mutualisation.retour set ecrit_le = now() where id = $1`, [retour])
  // Effacé par elle, ses mots s’en vont ; qui l’avait écrit le lit, et n’en écrit pas d’autre, même après avoir voulu le retirer.
  expect((await theo.poster('/vivier/retours/oter', { retour })).statut).toBe(409)
  expect((await lila.poster('/vivier/retours/oter', { retour })).statut).toBe(303)
  expect([await retours(lila), await montres(cleo)]).toEqual([[], []])
  expect((await ana.lire('/vivier/retours')).texte).toContain('La personne l’a effacé')
  expect((await ana.poster('/vivier/retours/oter', { retour })).statut).toBe(409)
  expect((await repondre(lila, { partage: 'on' })).statut).toBe(409)
  expect((await ana.poster('/vivier/retours/ecrire', { mission, texte })).texte).toContain(
    'a effacé votre retour',
  )
  expect(
    (await admin.query('select texte, reponse from mutualisation.retour where id = $1', [retour])).rows,
  ).toEqual([{ texte: '', reponse: '' }])
})

it('l’accord des responsables conjoints s’écrit, se signe, se publie, et se lit en PDF ; une version neuve se signe à nouveau', async () => {
  const page = '/vivier/donnees'
  const ecrire = (qui: Connectee, contact = 'la personne déléguée aux données, donnees@pole.example') =>
    qui.poster(`${page}/ecrire`, { pole, contact })
  const signer = (qui: Connectee, rang: string) => qui.poster(`${page}/signer`, { pole, rang })
  expect((await bea.lire(page)).texte).toContain('pas encore écrit')
  // Qui anime l’écrit ; une direction qui n’anime pas, une tierce, non.
  for (const qui of [bea, theo]) expect((await ecrire(qui)).statut).toBe(409)
  expect((await signer(ana, '1')).statut).toBe(409)
  expect((await ecrire(ana)).statut).toBe(303)
  expect((await signer(bea, '1')).statut).toBe(303)
  expect((await signer(theo, '1')).statut).toBe(409)
  expect((await signer(lila, '1')).statut).toBe(403)
  const lu = (await lila.lire(page)).texte
  for (const mot of ['donnees@pole.example', 'Les Tisserands', 'CNIL', '12 mois', 'dix ans'])
    expect(lu).toContain(mot)
  expect(await en(theo, (tx) => lireConjoints(tx))).toEqual([])
  expect(await base.enTantQue(ana.organisme, {}, (tx) => lireConjoints(tx))).toEqual([])
  const pdfLu = await bea.lire(`${page}/${pole}/accord.pdf`)
  expect(pdfLu.type).toBe('application/pdf')
  expect((await theo.lire(`${page}/${pole}/accord.pdf`)).statut).toBe(404)
  // Sans compte : rien tant que le pôle n’est pas public ; ensuite le texte, et qui l’a signé.
  const { rows } = await admin.query('select code from pole.pole where pole_id = $1', [pole])
  const publique = `/accords-donnees/${rows[0].code}`
  expect((await m.sansCompte.lire(publique)).statut).toBe(404)
  await admin.query('update pole.pole set public = true where pole_id = $1', [pole])
  expect((await m.sansCompte.lire(publique)).texte).toContain('Les Tisserands')
  expect((await m.sansCompte.lire(`${publique}/accord.pdf`)).type).toBe('application/pdf')
  await admin.query('update pole.pole set public = false where pole_id = $1', [pole])
  // Une version de plus : l’ancienne signature ne vaut pas pour elle.
  expect((await ecrire(ana, 'une autre adresse, autre@pole.example')).statut).toBe(303)
  expect((await signer(bea, '1')).texte).toContain('Une autre version')
  expect((await en(bea, (tx) => lireConjoints(tx)))[0]).toMatchObject({
    rang: 2,
    signeLe: null,
    signataires: [],
  })
})

it('effacer sa fiche efface les réponses et les missions qui n’ont jamais été fermes, et les mots libres de celles qui le furent', async () => {
  const lues = async () =>
    (
      await admin.query(
        `select m.etat, m.ferme_le is not null as ferme, m.motif, r.message, r.motif as refus from mutualisation.reponse r
          left join mutualisation.mission m on m.organisme_id = r.organisme_id and m.reponse_id = r.id where r.compte_id = $1`,
        [lila.personne],
      )
    ).rows
  const avant = await lues()
  expect(avant.filter((x) => x.etat === 'refusee' || x.etat === 'annulee').length).toBeGreaterThan(1)
  expect(avant.some((x) => x.motif !== '' && x.message !== '')).toBe(true)
  // Ce qui reste : les contrats, leurs signatures, les comptes.
  const gardes = async () =>
    (
      await admin.query(`select (select count(*)::int4 from mutualisation.retour) as retours, (select count(*)::int4 from mutualisation.mouvement) as comptes,
        (select count(*)::int4 from documents.piece) as pieces, (select count(*)::int4 from mutualisation.mission where ferme_le is not null) as fermes`)
    ).rows[0]
  const tenus = await gardes()
  expect(tenus.retours).toBe(1)
  expect((await lila.poster('/vivier/ma-fiche/effacer')).statut).toBe(303)
  expect(await gardes()).toEqual({ ...tenus, retours: 0 })
  const apres = await lues()
  expect(new Set(apres.map((x) => x.etat))).toEqual(
    new Set(avant.map((x) => x.etat).filter((e) => ['demandee', 'option', 'ferme', 'faite'].includes(e))),
  )
  expect(apres.every((x) => x.motif === '' && x.message === '' && x.refus === '')).toBe(true)
  // L’effacement conduit par sa coopérative passe par la même porte.
  const { rows } = await admin.query(
    'select personne_id from tiers.intervenant where organisme_id = $1 and compte_id = $2',
    [bea.organisme, lila.personne],
  )
  await en(bea, (tx) =>
    sql`select porte.oublier_personne(${rows.map((x) => x.personne_id)}::uuid[], false, now())`.execute(tx),
  )
  expect(await lues()).toEqual(apres)
})
