/** Ce qu’une CAE vise sans pièce d’ici : un prêt de personne, et ce qu’une personne demande seule à une autre coopérative. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { cae } from '#modules/cae/index.ts'
import { genresVisesDesEchanges } from '#modules/mutualisation/index.ts'
import { poleModule } from '#modules/pole/index.ts'
import { genresVisesDesAchats, moduleRessources } from '#modules/ressources/index.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { piecesEnAttente } from '../../src/modules/cae/db/pieces-en-attente.ts'
import { sansPrises } from '../../src/modules/cae/prises.ts'
import { poserPieceAViser, poserProjetAViser } from '../../src/modules/cae/test/poser-visas.ts'
import { contributionsFacturation } from '../../src/modules/facturation/contributions/aujourdhui.ts'
import { moduleMutualisation } from '../../src/modules/mutualisation/module.ts'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '../../src/modules/mutualisation/test/poser-mission.ts'
import { poserReservation } from '../../src/modules/mutualisation/test/poser-reservation.ts'
import { monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [
    poleModule,
    cae({ ...sansPrises, genresAViser: [...genresVisesDesEchanges, ...genresVisesDesAchats] }),
    moduleMutualisation(),
    moduleRessources(),
  ],
  coops: { tisserands: 'Les Tisserands', langue: 'Langue & Lien' },
  gens: {
    claire: { roles: ['responsable'], prenom: 'Claire', nom: 'Morel' },
    yann: { roles: ['equipe-appui'], prenom: 'Yann', nom: 'Prigent' },
    salome: { roles: ['formateur'] },
    ana: { roles: ['responsable'], chez: 'langue' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, claire, yann, salome, ana } = m
const { organisme } = m.coops.tisserands
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, claire]))
await base.maintenance((tx) =>
  sql`update organisme.organisme set forme = 'scop', societe = 'SARL', cae = true where organisme_id = ${organisme}`.execute(
    tx,
  ),
)
const dans = (n: number) => ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), n)

it('un prêt de personne attend dans la file, sous son nom, et n’engage la coopérative qu’une fois visé', async () => {
  const pret = await base.maintenance((tx) =>
    poserMission(tx, { pole, recoit: ana, envoie: salome, etat: 'option', jour: dans(30), forme: 'pret' }),
  )
  const file = (await yann.aller('/visas')).texte
  expect(file).toContain('Prêt de main-d’œuvre')
  expect(file).toContain(`/visas/${pret}`)
  const vise = async () =>
    (
      await base.maintenance((tx) =>
        sql<{
          le: Date | null
        }>`select visa_coop_le as le from mutualisation.mission where id = ${pret}`.execute(tx),
      )
    ).rows[0]?.le
  expect(await vise()).toBeNull()
  expect((await salome.aller(`/visas/${pret}`, { geste: 'accorder', motif: '' })).statut).not.toBe(303)
  expect((await yann.aller(`/visas/${pret}`, { geste: 'accorder', motif: '' })).statut).toBe(303)
  expect(await vise()).toBeInstanceOf(Date)
  expect((await yann.aller('/visas')).texte).not.toContain(`/visas/${pret}`)
})

it('ce qu’une personne demande seule à une autre coopérative n’attend pas de visa, et l’export le dit avec les autres', async () => {
  const { reservation } = await base.maintenance((tx) =>
    poserReservation(tx, {
      pole,
      prete: ana.organisme,
      demande: claire,
      titre: 'Un studio loué',
      centimes: 1500,
    }),
  )
  const mission = await base.maintenance((tx) =>
    poserMission(tx, { pole, recoit: claire, envoie: ana, etat: 'option', jour: dans(40), centimes: 41_000 }),
  )
  // Posées à la main, elles n’ont pas passé la porte qui garde ce pas.
  for (const [genre, objet, centimes] of [
    ['location-d-un-bien', reservation, 1500],
    ['contrat-de-mission', mission, 41_000],
  ] as const)
    await base.maintenance((tx) =>
      sql`insert into cae.pas_de_visa (organisme_id, genre, objet_id, pas, montant_centimes, demande_le, le, par)
        values (${organisme}, ${genre}, ${objet}, 'seul', ${centimes}, now(), now(), ${claire.personne})`.execute(
        tx,
      ),
    )
  const csv = (await yann.aller('/visas-donnes.csv')).texte.split(/\r?\n/)
  const [bien = ''] = csv.filter((l) => l.includes('Un studio loué'))
  expect(bien).toContain(';Engagé sans visa;Claire Morel;;;;;Un studio loué;')
  expect(bien).toContain(';15,00;')
  expect(csv.filter((l) => l.includes('Engagé sans visa')).some((l) => l.includes(';410,00;'))).toBe(true)
  // Loué seule à une structure du carnet, aussi ; une place dans la file, pas encore.
  const structure = await base.enTantQue(organisme, { personne: claire.personne }, (tx) =>
    trouverOuCreerEntreprise(
      tx,
      m.coops.tisserands.activite,
      { nom: 'Fanfare du Port', siret: undefined },
      new Date(),
    ),
  )
  const poser = (prete: typeof organisme, demande: typeof ana, titre: string) =>
    base.maintenance((tx) => poserReservation(tx, { pole, prete, demande, titre, centimes: 2000 }))
  const { bien: salle } = await poser(organisme, ana, 'Une salle louée dehors')
  const { reservation: attend } = await poser(ana.organisme, claire, 'Un studio attendu')
  await base.maintenance((tx) =>
    sql`update mutualisation.reservation set etat = 'en-file', expire_le = null where id = ${attend}`.execute(
      tx,
    ),
  )
  const heures = { jour: formaterDate(dans(50), 'chiffres'), debut: '9 h', fin: '11 h' }
  const louee = { structure, objet: 'Une répétition', configuration: '', ...heures }
  expect((await claire.poster(`/biens-pretes/${salle}/pour`, louee)).statut).toBe(303)
  const apres = (await yann.aller('/visas-donnes.csv')).texte.split(/\r?\n/)
  expect(apres.filter((l) => l.includes('Une salle louée dehors'))).toEqual([
    expect.stringMatching(/;Engagé sans visa;Claire Morel;[^;]+;;[^;]+;;Une salle louée dehors;/),
  ])
  expect(apres.join()).not.toContain('Un studio attendu')
  // L’autre coopérative n’en lit rien.
  expect((await ana.aller('/visas-donnes.csv')).statut).toBe(403)
})

it('vingt et une pièces plus anciennes n’évincent pas un visa de la journée, ni les visas le reste', async () => {
  const chez = { organisme, activite: m.coops.tisserands.activite, par: salome.personne }
  const poser = (n: number, genre: string, depuis: number) =>
    base.maintenance(async (tx) => {
      for (let i = 0; i < n; i += 1)
        await poserPieceAViser(tx, chez, { genre, centimes: 900, ilYAHeures: depuis + i })
    })
  const lues = async () =>
    (
      await base.enTantQue(organisme, { personne: yann.personne }, (tx) => piecesEnAttente(tx, new Date()))
    ).map((p) => p.attend)
  await poser(21, 'reglement-interieur', 2000)
  await poser(1, 'devis', 120)
  expect(await lues()).toEqual(['visa', ...Array(20).fill('signer')])
  await poser(21, 'devis', 4000)
  expect(await lues()).toEqual([...Array(20).fill('visa'), ...Array(20).fill('signer')])
})

it('une facture à viser est due au premier rappel', async () => {
  await base.maintenance((tx) =>
    poserProjetAViser(
      tx,
      { organisme, activite: m.coops.tisserands.activite, par: salome.personne },
      { genre: 'facture', centimes: 900, ilYAHeures: 100 },
    ),
  )
  const visiteur = unVisiteur({ personneId: yann.personne, roles: ['equipe-appui'], cae: true })
  const gestes = await base.enTantQue(
    organisme,
    { personne: yann.personne },
    async (tx) => (await contributionsFacturation.aFaire?.(tx, { visiteur, maintenant: new Date() })) ?? [],
  )
  const jour = ajouterJours(jourLocal(new Date(Date.now() - 100 * 3_600_000), ZONE_PAR_DEFAUT), 3)
  expect(gestes.filter((g) => g.avis === 'visa').map((g) => g.terme)).toEqual([{ jour, fixe: 'engagement' }])
})
