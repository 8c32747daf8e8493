// Long parce qu’un mois se joue d’un trait, entre trois coopératives, jusqu’à leurs trois jeux de livres.
/**
 * Un mois à trois : Langue & Lien, Terre d’Appui, et Les Tisserands, coopérative d’activité ; chacune par ses personnes et ses pages, une horloge qui
 * avance de jour en jour. Joué aussi à l’envers : hors ordre, deux fois, par l’autre, après le terme. À la fin, les trois jeux de livres se comparent.
 */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { enNombre } from '#modules/bpf/domain/fraction.ts'
import { lireLesDeux } from '#modules/bpf/test/lire-les-deux.ts'
import { ecrituresInternes } from '#modules/cae/db/missions.ts'
import { poserOrganisme } from '#modules/comptes/test/organismes.ts'
import { ecrituresAPasser } from '#modules/facturation/lecture/comptabilite.ts'
import { inscrire, listerInscrits, ouvrirDossier } from '#modules/inscriptions/index.ts'
import { dossierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { lireMissions, lireReponses } from '#modules/mutualisation/db/appels.ts'
import { expirerMissions } from '#modules/mutualisation/db/appels-portes.ts'
import { lireReservations } from '#modules/mutualisation/db/biens.ts'
import { lirePropositions, lireReleve, monCompte } from '#modules/mutualisation/db/courant.ts'
import { ouvrirCompte, poserRegle } from '#modules/mutualisation/db/courant-portes.ts'
import { maFiche } from '#modules/mutualisation/db/vivier.ts'
import { direAccord } from '#modules/mutualisation/db/vivier-portes.ts'
import type { AppelId } from '#modules/mutualisation/domain/appels.ts'
import type { BienId } from '#modules/mutualisation/domain/biens.ts'
import type { MissionId } from '#modules/mutualisation/domain/missions.ts'
import type { FicheId } from '#modules/mutualisation/domain/vivier.ts'
import { depensesDesEchanges } from '#modules/mutualisation/index.ts'
import { ouvrirFiche } from '#modules/mutualisation/test/ouvrir-fiche.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import {
  composerLesExemplaires,
  liensASigner,
  poserDirection,
  signerParLeLien,
} from '#modules/mutualisation/test/signer.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { lireAchats, lireOffres, lireParticipations, lireVolumes } from '#modules/ressources/db/achats.ts'
import type { AchatId } from '#modules/ressources/domain/achats.ts'
import type { SeanceId, SessionId } from '#modules/sessions/index.ts'
import { poserEnseigne } from '#modules/sessions/test/cooperatives.ts'
import { poserIntervenant, poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { type MaintenanceTx, newId, type TenantTx } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { modules } from '../../src/app/modules.ts'
import {
  cloreLaFeuille,
  contresignerLaSeance,
  regulariser,
} from '../../src/modules/emargement/gestes/composer.ts'
import { acces, servicesDe } from '../../src/modules/emargement/test/session-d-essai.ts'
import { lireTexte, moteur, serre } from '../documents/texte.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const [navette, ourlet] = [newId<'Activite'>(), newId<'Activite'>()]
const pdf = moteur()
afterAll(() => pdf.close())
const m = await monde({
  modules,
  services: { pdf, storage: postgresStorage() },
  coops: {
    a: 'Langue & Lien',
    b: async (tx: MaintenanceTx) => {
      const o = await poserOrganisme(tx, 'Les Tisserands')
      await poserEnseigne(tx, { ...o, neuve: navette }, 'La Navette')
      await poserEnseigne(tx, { ...o, neuve: ourlet }, 'Ourlet numérique')
      return o
    },
    c: 'Terre d’Appui',
    tierce: 'Étrangère',
  },
  gens: {
    ana: { roles: ['responsable', 'referent-qualite'], chez: 'a', prenom: 'Ana', nom: 'Lefort' },
    aude: { roles: ['comptable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b', prenom: 'Béa', nom: 'Kerdoncuff' },
    yann: { roles: ['equipe-appui'], chez: 'b' },
    bob: { roles: ['comptable'], chez: 'b' },
    lila: { roles: ['formateur'], chez: 'b', prenom: 'Lila', nom: 'Benamar' },
    bruno: { roles: ['formateur'], chez: 'b', prenom: 'Bruno', nom: 'Quéré' },
    salome: { roles: ['formateur'], portee: [navette], chez: 'b' },
    tristan: { roles: ['formateur'], portee: [ourlet], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c', prenom: 'Cléo', nom: 'Marchand' },
    dan: { roles: ['formateur'], chez: 'c', prenom: 'Dan', nom: 'Ó Súilleabháin' },
    theo: { roles: ['responsable', 'formateur'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, aude, bea, yann, bob, lila, bruno, cleo, dan, salome, tristan, theo } = m
const { pole, decision } = await base.maintenance((tx) => poserPole(tx, [ana, bea, cleo]))
const P = pole as PoleId
const siret = { a: '99900001100018', b: '99900002900010', c: '99900003700013' } as const
await base.maintenance(async (tx) => {
  for (const [qui, nom, n] of [
    [ana, 'Ana Lefort', siret.a],
    [bea, 'Béa Kerdoncuff', siret.b],
    [cleo, 'Cléo Marchand', siret.c],
  ] as const) {
    await poserDirection(tx, qui, nom)
    await sql`update organisme.organisme set siret = ${n}, regime_tva = 'exonere', tva_demande_recue_le = '2020-01-01', cae = ${qui === bea} where organisme_id = ${qui.organisme}`.execute(
      tx,
    )
  }
})
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)

// L’horloge : le jour du mois où l’on en est, à 9 h.
const depart = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const jour = (n: number) => ajouterJours(depart, n)
const ecrit = (n: number) => formaterDate(jour(n), 'chiffres')
let le = new Date()
const aller = (n: number, heure = '10:00') => {
  le = new Date(`${jour(n)}T${heure}:00Z`)
  m.regler(le)
}
const exercice = {
  debut: ajouterJours(depart, -200) as DateCivile,
  fin: ajouterJours(depart, 160) as DateCivile,
}

const ficheDe = async (qui: Connectee): Promise<FicheId> => {
  const deja = await en(qui, (tx) => maFiche(tx))
  if (deja) return deja.fiche
  const id = newId() as FicheId
  await en(qui, (tx) => ouvrirFiche(tx, id, le))
  return id
}
const publier = async (n: number, autres: Record<string, string> = {}, qui = ana) => {
  const r = await qui.poster('/vivier/appels/nouveau', {
    pole,
    objet: 'Une journée d’outils libres',
    publics: 'formatrices',
    stagiaires: '2',
    lieu: 'Salle Duras, Rennes',
    jours1: ecrit(n),
    jours2: '',
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
    jusque: ecrit(n - 2),
    ...autres,
  })
  expect(r.statut, r.texte).toBe(303)
  return r.vers.split('/').pop() as AppelId
}
const repondre = async (qui: Connectee, appel: AppelId, autres: Record<string, string> = {}) =>
  qui.poster(`/vivier/appels/${appel}/repondre`, {
    fiche: await ficheDe(qui),
    rangs: '1',
    part: 'tout',
    prix: '620',
    statut: 'cesa',
    message: '',
    ...autres,
  })
const choisir = async (appel: AppelId, nom: string, forme: string) => {
  const r = (await en(ana, (tx) => lireReponses(tx, appel, le))).find((x) => x.nom.includes(nom))
  return ana.poster(`/vivier/appels/${appel}/choisir`, { reponse: r?.reponse ?? newId(), rang: '1', forme })
}
const laMission = async (qui: Connectee, page: string) =>
  (await en(qui, (tx) => lireMissions(tx, page.split('/').pop() as MissionId)))[0]
/** Chaque direction suit le lien qu’elle vient de recevoir. */
const signerDesDeux = async () => {
  for (const l of await liensASigner(m)) {
    const r = await signerParLeLien(m, l.lien, 'Une direction')
    expect(r.texte, l.a).toContain('Pièce signée')
  }
  await composerLesExemplaires(m)
}
/** Une session d’une matinée chez qui reçoit, ce jour-là ; la mission y place la personne. */
const placer = async (page: string, n: number): Promise<{ session: SessionId; seance: SeanceId }> => {
  const ici = { organisme: ana.organisme, activite: m.coops.a.activite }
  const { session, seances } = await base.maintenance(async (tx) => {
    const offre = await poserOffre(tx, ici, 'Outils libres')
    return poserSession(tx, { ...ici, offre, etat: 'ouverte', seances: [[jour(n), 570, 750]] })
  })
  const r = await ana.poster(`${page}/planifier`, { session })
  expect(r.statut, r.texte).toBe(303)
  return { session, seance: seances[0] as SeanceId }
}
/** Deux stagiaires, présentes ; la feuille close le jour même. */
const tenir = async ({ session, seance }: { session: SessionId; seance: SeanceId }, n: number) => {
  const fait = async (r: Promise<{ readonly ok: boolean; readonly error?: unknown }>) => {
    const lu = await r
    expect(lu.ok, JSON.stringify(lu.error ?? null)).toBe(true)
  }
  const ouvert = await en(ana, (tx) =>
    ouvrirDossier(tx, session, newId(), dossierSaisi({ prix: centimes(120_000) }), le),
  )
  if (!ouvert.ok) throw new Error(JSON.stringify(ouvert.error))
  await fait(
    en(ana, (tx) =>
      inscrire(
        tx,
        session,
        newId(),
        [
          { prenom: 'Nour', nom: `Ben Salah ${n}`, statutF1: 'salarie-prive' },
          { prenom: 'Zoé', nom: `Kermarrec ${n}`, statutF1: 'salarie-prive' },
        ],
        le,
        { dossier: ouvert.value.id, remisLe: le },
      ),
    ),
  )
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'en-cours' where id = ${session}::uuid`.execute(tx),
  )
  const services = servicesDe(
    base,
    { organisme: ana.organisme, personne: ana.personne },
    `${jour(n)}T13:00:00Z`,
  )
  const qui = { acces, id: ana.personne, nom: 'Ana Lefort', supplee: true }
  for (const i of await en(ana, (tx) => listerInscrits(tx, session)))
    await fait(regulariser(services, qui, { session, seance, inscription: i.id, motif: 'Vue en salle' }))
  for (const geste of [contresignerLaSeance, cloreLaFeuille])
    await fait(geste(services, qui, { session, seance, ip: '192.0.2.5', agent: 'poste' }))
}
const solde = async (qui: Connectee) => (await en(qui, (tx) => monCompte(tx, P)))?.solde ?? 0
const soldes = async () => [await solde(ana), await solde(bea), await solde(cleo)]

describe('un mois à trois', () => {
  const missions = { cpf: '', pret: '', remplacee: '', bancale: '' }

  it('jour 0 : les comptes s’ouvrent, l’accord des données se signe, l’appel au CPF trouve Lila', async () => {
    aller(0)
    await en(ana, (tx) => poserRegle(tx, P, { id: newId(), plafond: 500_000, decision }, le))
    for (const qui of [ana, bea, cleo]) expect(await en(qui, (tx) => ouvrirCompte(tx, P, le))).toBe('ouvert')
    expect((await ana.poster('/vivier/donnees/ecrire', { pole, contact: 'donnees@exemple.fr' })).statut).toBe(
      303,
    )
    for (const qui of [ana, bea, cleo])
      expect((await qui.poster('/vivier/donnees/signer', { pole, rang: '1' })).statut).toBe(303)
    const appel = await publier(14, { payeur: 'cpf', objet: 'Une matinée au CPF' })
    expect((await repondre(lila, appel)).statut).toBe(303)
    // Le double envoi, la tierce, et qui n’appelle pas : rien.
    expect((await repondre(lila, appel)).statut).toBe(409)
    expect((await theo.lire(`/vivier/appels/${appel}`)).statut).toBe(404)
    expect((await choisir(appel, 'Lila', 'pret')).statut).toBe(409)
    const pose = await choisir(appel, 'Lila', 'sous-traitance-cae')
    expect(pose.statut, pose.texte).toBe(303)
    missions.cpf = pose.vers
    // Hors ordre : le contrat avant les visas, le constat avant le jour, la facture avant le constat.
    expect((await ana.poster(`${missions.cpf}/etablir`)).statut).toBe(409)
    expect(
      (await ana.poster(`${missions.cpf}/constater`, { duree: '3 h', montant: '620', taux: '0' })).statut,
    ).toBe(409)
    expect((await bob.poster(`${missions.cpf}/facturer`)).statut).not.toBe(303)
  })

  it('jours 1 à 4 : l’équipe d’appui vise, le contrat dit R6333-6-2 et les 80 %, chaque direction le signe par son lien', async () => {
    aller(1)
    for (const [qui, statuts] of [
      [cleo, [404]],
      [theo, [404]],
      [ana, [409]],
      [lila, [409]],
    ] as const)
      expect(statuts, qui.courriel).toContain(
        (await qui.poster(`${missions.cpf}/viser`, { qui: 'coop', oui: 'oui' })).statut,
      )
    expect((await yann.lire(missions.cpf)).texte).toContain('Viser pour Les Tisserands')
    expect((await bea.poster(`${missions.cpf}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(303)
    aller(2)
    const etabli = await ana.poster(`${missions.cpf}/etablir`)
    expect(etabli.statut, etabli.texte).toBe(303)
    const papier = lireTexte((await bea.lire(`${missions.cpf}/papiers/contrat.pdf`)).octets)
    for (const dit of ['R6333-6-2', '80 %', 'Lila Benamar']) expect(papier).toContain(serre(dit))
    expect((await cleo.lire(`${missions.cpf}/papiers/contrat.pdf`)).statut).toBe(404)
    aller(4)
    await signerDesDeux()
    expect((await laMission(ana, missions.cpf))?.etat).toBe('ferme')
    // Signé, le contrat ne se refait pas, et le visa ne se redonne pas.
    expect((await ana.poster(`${missions.cpf}/etablir`)).statut).toBe(409)
    expect(
      (await bea.poster(`${missions.cpf}/viser`, { qui: 'coop', oui: 'non', motif: 'Non' })).statut,
    ).toBe(409)
  })

  it('jour 5 : un salarié prêté au coût, son accord exprès et son avenant ; aucun champ de marge', async () => {
    aller(5)
    const appel = await publier(15, { dirige: 'receveur', objet: 'Un renfort au coût' })
    expect((await repondre(dan, appel, { statut: 'salarie', prix: '300', cout: 'on' })).statut).toBe(303)
    // À un autre prix que le coût, la règle refuserait le prêt : rien d’autre ne se choisit.
    expect((await choisir(appel, 'Dan', 'sous-traitance')).statut).toBe(409)
    const pose = await choisir(appel, 'Dan', 'pret')
    expect(pose.statut, pose.texte).toBe(303)
    missions.pret = pose.vers
    expect((await laMission(ana, missions.pret))?.etat).toBe('demandee')
    expect((await cleo.poster(`${missions.pret}/viser`, { qui: 'personne', oui: 'oui' })).statut).toBe(409)
    expect((await dan.poster(`${missions.pret}/viser`, { qui: 'personne', oui: 'oui' })).statut).toBe(303)
    expect((await cleo.poster(`${missions.pret}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(303)
    const etabli = await ana.poster(`${missions.pret}/etablir`, {
      qualification: 'Formateur, niveau D',
      calcul: 'Salaire, charges et frais, sans rien de plus.',
    })
    expect(etabli.statut, etabli.texte).toBe(303)
    aller(6)
    const avenant = await cleo.poster(`${missions.pret}/avenant`)
    expect(avenant.statut, avenant.texte).toBe(303)
    await signerDesDeux()
    expect((await laMission(ana, missions.pret))?.etat).toBe('ferme')
  })

  it('jours 7 à 12 : une option expire, une personne se retire, une autre la remplace', async () => {
    aller(7)
    const appel = await publier(24, { objet: 'À remplacer' })
    expect((await repondre(bruno, appel)).statut).toBe(303)
    expect((await repondre(dan, appel, { statut: 'salarie', prix: '500' })).statut).toBe(303)
    const retenu = await choisir(appel, 'Bruno', 'sous-traitance-cae')
    expect(retenu.statut, retenu.texte).toBe(303)
    aller(9)
    expect((await bruno.poster(`${retenu.vers}/quitter`, { motif: 'Une audience ce jour-là.' })).statut).toBe(
      303,
    )
    expect((await bruno.poster(`${retenu.vers}/quitter`, { motif: 'Encore.' })).statut).toBe(409)
    for (const qui of [ana, bea])
      expect((await qui.lire(retenu.vers)).texte).toContain('Une audience ce jour-là.')
    for (const qui of [cleo, dan, theo]) expect((await qui.lire(retenu.vers)).statut).toBe(404)
    // Qui s’est retiré ne se rechoisit pas ; la page mène à l’autre réponse.
    expect((await choisir(appel, 'Bruno', 'sous-traitance-cae')).statut).toBe(409)
    const autre = await choisir(appel, 'Dan', 'sous-traitance')
    expect(autre.statut, autre.texte).toBe(303)
    missions.remplacee = autre.vers
    // Dix jours sans visa : l’option tombe, ne se vise plus, et se repose avec l’accord de la personne.
    aller(20)
    await base.worker.withoutTenant((tx) => expirerMissions(tx, 50, le))
    expect((await laMission(ana, missions.remplacee))?.etat).toBe('expiree')
    expect((await cleo.poster(`${missions.remplacee}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(409)
    const encore = await choisir(appel, 'Dan', 'sous-traitance')
    expect(encore.statut, encore.texte).toBe(303)
    expect((await laMission(ana, encore.vers))?.etat).toBe('demandee')
    expect((await dan.poster(`${encore.vers}/viser`, { qui: 'personne', oui: 'oui' })).statut).toBe(303)
    // La date passe sans contrat : plus rien ne s’y fait.
    aller(25)
    await base.worker.withoutTenant((tx) => expirerMissions(tx, 50, le))
    expect((await laMission(ana, encore.vers))?.etat).toBe('expiree')
    expect((await ana.poster(`${encore.vers}/etablir`)).statut).toBe(409)
    expect((await choisir(appel, 'Dan', 'sous-traitance')).statut).toBe(409)
    missions.remplacee = encore.vers
  })

  it('un accord retiré au milieu ôte la fiche à l’instant ; la mission ferme se poursuit', async () => {
    aller(8)
    await en(lila, (tx) => direAccord(tx, 'fiche', 1, false, le))
    expect((await ana.lire('/vivier')).texte).not.toContain('Benamar')
    expect((await ana.lire(missions.cpf)).texte).toContain('Lila Benamar')
    const appel = await publier(26, { objet: 'Sans accord' })
    expect(
      (
        await lila.poster(`/vivier/appels/${appel}/repondre`, {
          fiche: await ficheDe(lila),
          rangs: '1',
          part: 'tout',
          prix: '1',
          statut: 'cesa',
          message: '',
        })
      ).statut,
    ).toBe(409)
    expect((await ana.poster(`/vivier/appels/${appel}/clore`, { issue: 'retire' })).statut).toBe(303)
  })

  it('une salle deux fois demandée : la première annulée trop tard doit sa part, la seconde la prend', async () => {
    aller(10)
    const prete = await cleo.poster('/biens-pretes/preter', {
      pole,
      salle: '',
      genre: 'salle',
      titre: 'Salle du Goëlo',
      adresse: 'Paimpol',
      acces: '',
      configurations: 'en U : 12',
      equipement: '',
      reglement: '',
      membre: '100',
      autre: '150',
      taux: '2000',
      tampon: '0',
      visa: 'oui',
      bareme: 'moins de 7 jours : 50 %',
    })
    expect(prete.statut, prete.texte).toBe(303)
    const bien = prete.vers.split('/').pop() as BienId
    const demander = (qui: Connectee) =>
      qui.poster(`${prete.vers}/demander`, {
        objet: 'Un atelier',
        jour: ecrit(16),
        debut: '9 h',
        fin: '12 h',
      })
    const reservation = async (qui: Connectee) =>
      (await en(cleo, (tx) => lireReservations(tx, bien))).find((r) => r.recoit === qui.organisme)
    expect((await demander(ana)).statut).toBe(303)
    expect((await demander(bea)).statut).toBe(303)
    expect((await demander(ana)).statut).toBe(409)
    expect([(await reservation(ana))?.etat, (await reservation(bea))?.etat]).toEqual(['option', 'en-file'])
    const [deA, deB] = [
      (await reservation(ana))?.reservation ?? '',
      (await reservation(bea))?.reservation ?? '',
    ]
    // Ni elle-même, ni l’autre, ni une tierce n’accepte pour qui prête.
    for (const qui of [ana, bea, theo])
      expect(
        (await qui.poster(`${prete.vers}/repondre`, { reservation: deA, oui: 'oui', motif: '' })).statut,
      ).not.toBe(303)
    expect(
      (await cleo.poster(`${prete.vers}/repondre`, { reservation: deA, oui: 'oui', motif: '' })).statut,
    ).toBe(303)
    aller(13)
    // À trois jours, le préavis est passé : la moitié reste due, et la file avance.
    expect((await ana.poster(`${prete.vers}/annuler`, { reservation: deA, motif: 'Reporté.' })).statut).toBe(
      303,
    )
    expect((await ana.poster(`${prete.vers}/annuler`, { reservation: deA, motif: 'Encore.' })).statut).toBe(
      409,
    )
    expect((await reservation(bea))?.etat).toBe('option')
    expect(
      (await cleo.poster(`${prete.vers}/repondre`, { reservation: deB, oui: 'oui', motif: '' })).statut,
    ).toBe(303)
    aller(17)
    expect(
      (await bea.poster(`${prete.vers}/annuler`, { reservation: deB, motif: 'Trop tard.' })).statut,
    ).toBe(409)
    for (const id of [deA, deB]) {
      expect((await cleo.poster(`${prete.vers}/compter`, { reservation: id })).statut).toBe(303)
      expect((await ana.poster(`${prete.vers}/compter`, { reservation: id })).statut).not.toBe(303)
    }
    // Compté deux fois, une seule écriture ; qui doit l’accorde.
    await cleo.poster(`${prete.vers}/compter`, { reservation: deA })
    for (const [qui, montant] of [
      [ana, 6_000],
      [bea, 12_000],
    ] as const) {
      const propos = (await en(qui, (tx) => lirePropositions(tx, P, le))).filter((p) => !p.deNous)
      expect(propos.map((p) => [p.montant, p.jeDois])).toEqual([[montant, true]])
      expect(
        (await qui.poster(`/comptes-courants/${pole}/accorder`, { proposition: propos[0]?.id ?? '' })).statut,
      ).toBe(303)
    }
    expect(await soldes()).toEqual([-6_000, -12_000, 18_000])
    // Ce que la comptabilité de qui réserve attend de payer : sa part retenue aussi.

    const attendues = await en(aude, (tx) => depensesDesEchanges(tx))
    expect(attendues.filter((d) => d.genre === 'salle').map((d) => [d.montant, d.noms])).toEqual([
      [5_000, ['Terre d’Appui']],
    ])
  })

  it('jours 14 et 15 : les deux journées se tiennent, se constatent, se facturent', async () => {
    aller(12)
    const cpf = await placer(missions.cpf, 14)
    const pret = await placer(missions.pret, 15)
    aller(14, '13:00')
    await tenir(cpf, 14)
    aller(15, '13:00')
    await tenir(pret, 15)
    aller(16)
    // L’une dit trois heures, l’autre quatre : le constat ne vaut pas ; corrigé, il vaut une fois.
    const constat = { duree: '3 h', montant: '620', taux: '0' }
    expect((await ana.poster(`${missions.cpf}/constater`, constat)).statut).toBe(303)
    expect((await bea.poster(`${missions.cpf}/constater`, { ...constat, duree: '4 h' })).statut).toBe(303)
    expect((await laMission(ana, missions.cpf))?.etat).toBe('ferme')
    expect((await bea.poster(`${missions.cpf}/constater`, constat)).statut).toBe(303)
    expect((await ana.poster(`${missions.cpf}/constater`, constat)).statut).toBe(303)
    expect((await laMission(bea, missions.cpf))?.etat).toBe('faite')
    expect((await ana.poster(`${missions.cpf}/constater`, constat)).statut).toBe(409)
    const cout = { duree: '3 h', salaire: '180', charges: '70', frais: '20', taux: '2000' }
    // Au-delà du coût convenu, rien.
    expect((await ana.poster(`${missions.pret}/constater`, { ...cout, salaire: '280' })).statut).toBe(409)
    expect((await ana.poster(`${missions.pret}/constater`, cout)).statut).toBe(303)
    // Un prêt n’est pas de la formation : l’exonération ne le couvre pas, et la facture ne s’émettrait pas.
    expect((await cleo.poster(`${missions.pret}/constater`, { ...cout, taux: '0' })).texte).toContain(
      'Votre régime de TVA ne donne pas ce taux',
    )
    expect((await cleo.poster(`${missions.pret}/constater`, cout)).statut).toBe(303)
    expect((await laMission(ana, missions.pret))?.etat).toBe('faite')
    // Langue & Lien doit 620 € aux Tisserands et 324 € toutes taxes à Terre d’Appui, outre la salle.
    expect(await soldes()).toEqual([-6_000 - 62_000 - 32_400, -12_000 + 62_000, 18_000 + 32_400])
  })

  it('chaque constat a sa pièce : émise par qui envoie, reçue et approuvée par qui reçoit, une fois', async () => {
    aller(17)
    for (const [qui, titulaire, iban] of [
      [bea, 'Les Tisserands', 'FR76 3000 6000 0100 0001 2345 148'],
      [cleo, 'Terre d’Appui', 'FR76 3000 6000 0100 0001 2345 245'],
    ] as const) {
      const r = await qui.poster('/factures/reglages', {
        version: '0',
        iban,
        bic: '',
        titulaire,
        rcs: 'Rennes',
        capital: '',
        penalites: 'trois fois le taux d’intérêt légal',
        escompte: 'aucun pour paiement anticipé',
        premiere: '8',
        deuxieme: '21',
        troisieme: '45',
      })
      expect(r.statut, r.texte).toBe(303)
    }
    for (const [qui, mission, compte] of [
      [bea, missions.cpf, '604'],
      [cleo, missions.pret, '6214'],
    ] as const) {
      const id = mission.split('/').pop() ?? ''
      // Ni qui reçoit, ni une tierce ; et deux fois, un seul projet.
      for (const autre of [ana, theo])
        expect((await autre.poster(`${mission}/facturer`)).statut).not.toBe(303)
      for (const _ of [1, 2])
        expect((await qui.poster(`${mission}/facturer`)).vers).toBe(`/factures/projets/${id}`)
      const emise = await qui.poster(`/factures/projets/${id}/geste`, { geste: 'emettre', version: '1' })
      expect(emise.statut, emise.texte).toBe(303)
      expect(
        (await qui.poster(`/factures/projets/${id}/geste`, { geste: 'emettre', version: '1' })).statut,
      ).not.toBe(303)
      const piece = await qui.lire(`${emise.vers}/piece.pdf`)
      expect(piece.type).toBe('application/pdf')
      const deposer = () => {
        const corps = new FormData()
        corps.set('_organisme', aude.organisme)
        corps.set('fichier', new File([piece.octets], 'facture.pdf'))
        return aude.poster('/factures/recues', corps)
      }
      const depose = await deposer()
      expect(depose.statut, depose.texte).toBe(303)
      expect((await deposer()).statut).toBe(409)
      const une = [
        ...(await aude.lire('/factures/recues')).texte.matchAll(
          /href="(\/factures\/recues\/[0-9a-f-]{36})"/g,
        ),
      ].map(([, x]) => x ?? '')
      const champs = {
        reponse: 'approuver',
        motif: '',
        deja: '',
        attendue: `mission:${id}`,
        compte,
        session: '',
        prestation: compte === '604' ? 'on' : '',
        raison: '',
      }
      let fait = 0
      for (const page of new Set(une))
        if ((await aude.lire(page)).texte.includes(`mission:${id}`)) {
          const r = await aude.poster(`${page}/reponse`, champs)
          expect(r.statut, r.texte).toBe(303)
          fait += 1
        }
      expect(fait).toBe(1)
    }
  })

  it('un achat groupé : chacune dit, l’une dit zéro, deux rejoignent ; ce que l’une lit, l’autre le lit', async () => {
    aller(18)
    const ouvert = await cleo.poster('/achats/ouvrir', {
      pole,
      genre: 'assurance',
      objet: 'Une assurance',
      besoin: 'Une assurance commune à toutes.',
      unite: 'contrats',
      volumesJusquAu: ecrit(20),
    })
    const id = ouvert.vers.split('/').pop() as AchatId
    for (const [qui, quantite] of [
      [ana, '2'],
      [bea, '3'],
      [cleo, '0'],
    ] as const)
      expect((await qui.poster(`${ouvert.vers}/dire`, { quantite, mot: '' })).statut).toBe(303)
    aller(21)
    // Après le terme, rien ne se dit ; une autre ne clôt pas.
    expect((await ana.poster(`${ouvert.vers}/dire`, { quantite: '9', mot: '' })).statut).toBe(409)
    expect((await bea.poster(`${ouvert.vers}/clore`)).statut).toBe(409)
    expect((await cleo.poster(`${ouvert.vers}/clore`)).statut).toBe(303)
    const volumes = async (qui: Connectee) =>
      (await en(qui, (tx) => lireVolumes(tx, id))).map((v) => [v.cooperative, v.quantite])
    expect(await volumes(ana)).toEqual(await volumes(bea))
    expect(await volumes(cleo)).toHaveLength(2)
    expect(
      (await cleo.poster(`${ouvert.vers}/noter`, { fournisseur: 'Chère & Fils', prix: '9', conditions: '' }))
        .statut,
    ).toBe(303)
    await base.maintenance((tx) =>
      sql`update pole.decision set close_le = ${new Date(le.getTime() + 3_600_000)} where id = ${decision}::uuid`.execute(
        tx,
      ),
    )
    const [offre] = await en(cleo, (tx) => lireOffres(tx, id))
    const retenir = {
      offre: offre?.id ?? '',
      decision,
      conditions: 'Payée à la commande.',
      jusquAu: ecrit(26),
    }
    expect((await bea.poster(`${ouvert.vers}/retenir`, retenir)).statut).toBe(409)
    expect((await cleo.poster(`${ouvert.vers}/retenir`, retenir)).statut).toBe(303)
    for (const [qui, quantite] of [
      [ana, '2'],
      [bea, '3'],
    ] as const)
      expect((await qui.poster(`${ouvert.vers}/rejoindre`, { quantite })).statut).toBe(303)
    // Chez elle, la coopérative d’activité ne s’engage qu’une fois la demande visée ; une autre n’en lit rien avant.
    expect((await en(cleo, (tx) => lireParticipations(tx, id))).map((x) => x.quantite)).toEqual([2])
    const { rows: demandes } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from ressources.demande_de_part where achat_id = ${id} and finie_le is null`.execute(tx),
    )
    expect(demandes).toHaveLength(1)
    for (const d of demandes) await yann.lire(`/visas/${d.id}`)
    expect((await yann.poster('/visas', { pieces: demandes.map((d) => d.id) })).statut).toBe(303)
    for (const qui of [ana, bea, cleo])
      expect((await en(qui, (tx) => lireParticipations(tx, id))).map((x) => x.quantite).toSorted()).toEqual([
        2, 3,
      ])
    expect(await en(theo, (tx) => lireAchats(tx))).toEqual([])
  })

  it('dans la CAE, une mission d’une enseigne à l’autre : une écriture de chaque côté, rien aux livres du dehors', async () => {
    aller(19)
    const fiche = await base.maintenance((tx) =>
      poserIntervenant(tx, { organisme: bea.organisme, activite: ourlet }, [], {
        prenom: 'Tristan',
        nom: 'Le Meur',
      }),
    )
    const r = await salome.poster('/entre-enseignes/demander', {
      genre: 'mission',
      cadre: '',
      cote: 'acheteuse',
      mienne: '',
      autre: ourlet,
      objet: 'Publier un recueil en ligne',
      session: '',
      cle: 'forfait',
      tarif: '400',
      taux: '',
      du: ecrit(17),
      au: ecrit(18),
    })
    expect(r.statut, r.texte).toBe(303)
    const ici = r.vers
    expect((await salome.poster(`${ici}/accorder`, { intervenant: '' })).statut).toBe(409)
    expect((await tristan.poster(`${ici}/accorder`, { intervenant: fiche })).statut).toBe(303)
    expect((await tristan.poster(`${ici}/constater`, { heures: '7 h', demiJournees: '2' })).statut).toBe(303)
    expect((await tristan.poster(`${ici}/confirmer`)).statut).toBe(409)
    // Envoyée deux fois, elle n’écrit qu’une fois.
    for (let i = 0; i < 2; i += 1) expect((await salome.poster(`${ici}/confirmer`)).statut).toBe(303)
    const interne = (qui: Connectee, enseigne: typeof navette) =>
      base.enTantQue(qui.organisme, { personne: qui.personne, portee: [enseigne] }, (tx) =>
        ecrituresInternes(tx),
      )
    expect([
      (await interne(salome, navette)).map((x) => x.montant),
      (await interne(tristan, ourlet)).map((x) => x.montant),
    ]).toEqual([[-40_000], [40_000]])
  })

  it('un mois qui ne se ferme pas bien : les deux ne disent pas la même chose, et aucun livre ne la compte', async () => {
    aller(19)
    const appel = await publier(23, { objet: 'Contestée' })
    expect((await repondre(bruno, appel)).statut).toBe(303)
    const pose = await choisir(appel, 'Bruno', 'sous-traitance-cae')
    expect(pose.statut, pose.texte).toBe(303)
    missions.bancale = pose.vers
    expect((await bea.poster(`${pose.vers}/viser`, { qui: 'coop', oui: 'oui' })).statut).toBe(303)
    expect((await ana.poster(`${pose.vers}/etablir`)).statut).toBe(303)
    await signerDesDeux()
    aller(24)
    const constat = { montant: '620', taux: '0' }
    expect((await ana.poster(`${pose.vers}/constater`, { ...constat, duree: '3 h' })).statut).toBe(303)
    expect((await bea.poster(`${pose.vers}/constater`, { ...constat, duree: '6 h' })).statut).toBe(303)
    const vue = await laMission(ana, pose.vers)
    expect([vue?.etat, vue?.constatRecoitLe, vue?.faitMinutes]).toEqual(['ferme', null, 360])
    // La page le dit à qui doit répondre, et rien ne se facture.
    expect((await ana.lire(pose.vers)).texte).toContain('6 h')
    expect((await bea.poster(`${pose.vers}/facturer`)).statut).toBe(409)
  })

  it('un désaccord retient sa ligne et rien d’autre', async () => {
    aller(18)
    const ligne = async (qui: Connectee, fait: string) =>
      (await en(qui, (tx) => lireReleve(tx, P))).find((l) => l.fait === fait)
    const salle = await ligne(ana, 'salle')
    const page = `/comptes-courants/${pole}/lignes/${salle?.mouvement}`
    expect((await bea.poster(`${page}/contester`, { motif: 'Pas à moi.' })).statut).toBe(404)
    expect((await ana.poster(`${page}/contester`, { motif: 'La salle était fermée.' })).statut).toBe(303)
    expect((await ana.poster(`${page}/contester`, { motif: 'Encore.' })).statut).not.toBe(500)
    expect((await ligne(cleo, 'salle'))?.mouvement).toBeDefined()
    expect((await soldes()).reduce((t, x) => t + x, 0)).toBe(0)
  })

  it('les trois jeux de livres concordent, ou la page dit ce qui ne concorde pas', async () => {
    aller(27)
    // Le compte courant : ce que l’une doit, l’autre l’attend ; la somme est nulle.
    const lignes = async (qui: Connectee) =>
      (await en(qui, (tx) => lireReleve(tx, P))).map((l) => [l.mouvement, l.montant] as const)
    const parMouvement = new Map<string, number[]>()
    for (const qui of [ana, bea, cleo])
      for (const [id, montant] of await lignes(qui))
        parMouvement.set(id, [...(parMouvement.get(id) ?? []), montant])
    for (const [id, cotes] of parMouvement) {
      expect(cotes, id).toHaveLength(2)
      expect((cotes[0] ?? 0) + (cotes[1] ?? 0)).toBe(0)
    }
    expect(parMouvement.size).toBe(4)
    // Le bilan : reçu d’un côté, donné de l’autre ; et qui a animé, au cadre E de chacune.
    const bilan = async (qui: Connectee) => {
      const { lignes: l } = (await en(qui, (tx) => lireLesDeux(tx, exercice))).bpf
      return {
        f2: [l.F2.n, enNombre(l.F2.h)],
        g: [l.G.n, enNombre(l.G.h)],
        interne: [l.E.internes.n, enNombre(l.E.internes.h)],
        externe: [l.E.externes.n, enNombre(l.E.externes.h)],
        recu: l.C['10'],
        achats: l.D.achatsHonoraires,
        charges: l.D.total,
      }
    }
    const [deA, deB, deC] = [await bilan(ana), await bilan(bea), await bilan(cleo)]
    expect(deA).toEqual({
      f2: [2, 6],
      g: [0, 0],
      interne: [1, 3],
      externe: [1, 3],
      recu: 0,
      achats: 620,
      charges: 890,
    })
    expect(deB).toEqual({
      f2: [0, 0],
      g: [2, 6],
      interne: [1, 3],
      externe: [0, 0],
      recu: 620,
      achats: 0,
      charges: 0,
    })
    // Un prêt n’est pas une formation donnée : la personne est de qui la reçoit, ce temps-là.
    expect(deC).toEqual({
      f2: [0, 0],
      g: [0, 0],
      interne: [0, 0],
      externe: [0, 0],
      recu: 0,
      achats: 0,
      charges: 0,
    })
    for (const qui of [ana, bea]) {
      const page = (await qui.lire(missions.cpf)).texte.replace(/<[^>]+>/g, ' ')
      expect(page).toMatch(/E, personnes[\s\S]*3 h animées[\s\S]*concorde/)
      expect(page).toMatch(/620,00 € toutes taxes[\s\S]*concorde/)
      expect(page).not.toContain('ne concorde pas')
    }
    // Chez qui reçoit un prêt, la fiche dit ensuite la personne en honoraires : le bilan la compte ailleurs, et la page ne dit plus que cela concorde.
    const pret = async () => (await ana.lire(missions.pret)).texte.replace(/<[^>]+>/g, ' ')
    expect(await pret()).not.toContain('ne concorde pas')
    const direDuPret = (avant: string, apres: string) =>
      base.maintenance((tx) =>
        sql`update tiers.statut set statut = ${apres} where organisme_id = ${ana.organisme} and statut = ${avant}`.execute(
          tx,
        ),
      )
    await direDuPret('mise-a-disposition', 'honoraires')
    const apres = await bilan(ana)
    expect([apres.interne, apres.externe]).toEqual([
      [0, 0],
      [2, 6],
    ])
    expect(await pret()).toMatch(/E, personnes extérieures[\s\S]*ne concorde pas/)
    await direDuPret('honoraires', 'mise-a-disposition')
    // Les écritures : ce que l’une porte au client, l’autre le doit au fournisseur ; une charge se tient hors taxes, et la TVA du prêt (54 €) n’est pas
    // à son compte fournisseur.
    const auCompte = async (qui: Connectee, racine: string) =>
      (await en(qui, (tx) => ecrituresAPasser(tx, jour(27)))).dues
        .flatMap((x) => x.lignes)
        .filter((l) => l.compte.numero.startsWith(racine))
        .reduce((t, l) => t + l.debit - l.credit, 0)
    expect([await auCompte(bea, '411'), await auCompte(cleo, '411'), await auCompte(ana, '401')]).toEqual([
      62_000, 32_400, -89_000,
    ])
    // Les preuves : le contrat au registre de qui reçoit, une fois.
    const registre = (await ana.lire('/qualite/registres/contrat-sous-traitance')).texte
    expect(registre.match(/Lila Benamar/g)?.length ?? 0).toBeGreaterThan(0)
  })
})
