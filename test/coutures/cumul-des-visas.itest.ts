// Long parce que chaque façon d’engager (visée, seule, hors du pôle) se joue dans un même monde.
/**
 * Le cumul d’un mois compte ce qui engage encore la coopérative : ce qui tient, ce qui reste dû d’une heure annulée tard. Et ce qui fut engagé seul garde le rôle
 * et le plafond du jour.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { cae } from '#modules/cae/index.ts'
import { genresVisesDesEchanges } from '#modules/mutualisation/index.ts'
import { poleModule } from '#modules/pole/index.ts'
import { genresVisesDesAchats, moduleRessources } from '#modules/ressources/index.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { contributionsCae } from '../../src/modules/cae/contributions/aujourdhui.ts'
import { piecesEnAttente } from '../../src/modules/cae/db/pieces-en-attente.ts'
import { sansPrises } from '../../src/modules/cae/prises.ts'
import { poserPieceAViser, poserProjetAViser } from '../../src/modules/cae/test/poser-visas.ts'
import { contributionsFacturation } from '../../src/modules/facturation/contributions/aujourdhui.ts'
import { moduleFacturation } from '../../src/modules/facturation/module.ts'
import { sansPrises as sansPrisesDeFacturation } from '../../src/modules/facturation/prises.ts'
import { duDe } from '../../src/modules/mutualisation/domain/biens.ts'
import { moduleMutualisation } from '../../src/modules/mutualisation/module.ts'
import { poserDecision, poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserReservation } from '../../src/modules/mutualisation/test/poser-reservation.ts'
import { poserAchatRetenu } from '../../src/modules/ressources/test/poser-achat.ts'
import { dossierDb } from '../base/modele.ts'
import { ajouterPlafond, fermerPlafond, type PlafondId, poserSeuil } from '../base/plafonds.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [
    poleModule,
    cae({ ...sansPrises, genresAViser: [...genresVisesDesEchanges, ...genresVisesDesAchats] }),
    moduleMutualisation(),
    moduleRessources(),
    moduleFacturation(sansPrisesDeFacturation),
  ],
  coops: { tisserands: 'Les Tisserands', langue: 'Langue & Lien' },
  gens: {
    claire: { roles: ['responsable'] },
    yann: { roles: ['equipe-appui'] },
    ines: { roles: ['assistant'] },
    compta: { roles: ['comptable'] },
    ana: { roles: ['responsable'], chez: 'langue' },
    noe: { roles: ['equipe-appui'] },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, claire, yann, noe, ines, compta, ana } = m
const { organisme } = m.coops.tisserands
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, claire]))
const commune = await base.maintenance(async (tx) => {
  await sql`update organisme.organisme set forme = 'scop', societe = 'SARL', cae = true where organisme_id = ${organisme}`.execute(
    tx,
  )
  const { rows } = await sql<{ id: ActiviteId }>`select id from organisme.activite
    where organisme_id = ${organisme} limit 1`.execute(tx)
  return rows[0]?.id as ActiviteId
})
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const LARGE = 100_000_000
const plafonner = async (qui: Connectee, genre: string, montant = LARGE, cumul: number | null = null) => {
  const id = newId<'Plafond'>() as PlafondId
  const pour = qui === yann ? 'autres' : 'soi'
  const voulu = { id, compte: qui.personne, pour, genre, montant, cumul, du: aujourdhui, au: null } as const
  expect(await en(claire, (tx) => ajouterPlafond(tx, voulu))).toBe(true)
  return id
}
const revoquer = (id: PlafondId) => en(claire, (tx) => fermerPlafond(tx, id, new Date()))
const cumulDe = async (id: PlafondId) =>
  (
    await en(claire, (tx) =>
      sql<{ n: number }>`select centimes::int4 as n from porte.vises_du_mois() where plafond = ${id}`.execute(
        tx,
      ),
    )
  ).rows[0]?.n
const accorder = (qui: Connectee, id: string) => qui.aller(`/visas/${id}`, { geste: 'accorder', motif: '' })
const seuil = (genre: string | null) =>
  en(claire, async (tx) => {
    if (genre) await poserSeuil(tx, { genre, montant: 1000 }, new Date())
    else await sql`delete from cae.seuil`.execute(tx)
  })
const poser = (prete: Connectee, demande: Connectee, titre: string, dansJours = 20) =>
  base.maintenance((tx) =>
    poserReservation(tx, { pole, prete: prete.organisme, demande, titre, centimes: 500, dansJours }),
  )
/** Le barème de ces heures : à moins de tant de jours, la moitié reste due. */
const bareme = (id: string, jours: number) =>
  base.maintenance((tx) =>
    sql`update mutualisation.reservation set seuils_jours = array[${jours}::int4], seuils_points = '{5000}' where id = ${id}`.execute(
      tx,
    ),
  )
const annuler = async (qui: Connectee, id: string, parElle = false) => {
  const { rows } = await en(qui, (tx) =>
    sql<{
      r: string
    }>`select porte.reservation_annuler(${id}::uuid, 'Une fuite.', ${parElle}, null, now()) as r`.execute(tx),
  )
  expect(rows[0]?.r).toBe('annulee')
}
/** Ce que l’écran de qui prête ou demande compte dû de ces heures. */
const reste = async (id: string) => {
  const { rows } = await base.maintenance((tx) =>
    sql<
      Omit<Parameters<typeof duDe>[0], 'bareme'> & { jours: number[]; points: number[] }
    >`select etat, prix_centimes::int4 as prix, ferme_le as "fermeLe", finie_le as "finieLe", lower(creneau) as debut, seuils_jours as jours, seuils_points as points,
      finie_par_organisme is not distinct from de_organisme_id as "parElle" from mutualisation.reservation where id = ${id}`.execute(
      tx,
    ),
  )
  const [r] = rows
  if (!r) throw new Error('la réservation n’est plus là')
  return duDe({ ...r, bareme: r.jours.map((jours, i) => ({ jours, points: r.points[i] ?? 0 })) })
}
const demander = async (bien: string, jours: number) => {
  const id = newId()
  const { rows } = await en(ines, (tx) =>
    sql<{
      r: string
    }>`select porte.bien_demander(${id}::uuid, ${bien}::uuid, 'Un atelier', '', now() + make_interval(days => ${jours}),
      now() + make_interval(days => ${jours}, hours => 1), now()) as r`.execute(tx),
  )
  return { id, r: rows[0]?.r }
}
/** Un bien d’ailleurs, prêté sans répondre : qui le demande sous son plafond l’engage aussitôt. */
const libre = async (titre: string) => {
  const { bien } = await poser(ana, claire, titre, 300)
  await base.maintenance((tx) =>
    sql`update mutualisation.bien set visa = false where id = ${bien}`.execute(tx),
  )
  return bien
}
const noms = async (id: string) =>
  (await claire.aller('/visas-donnes.csv')).texte.split(/\r?\n/).filter((l) => l.includes(id))

it('une heure annulée sort du cumul quand rien n’en reste dû, et y reste sinon : visée, demandée seule, ou louée hors du pôle', async () => {
  const genre = 'location-d-un-bien'
  const deYann = await plafonner(yann, genre)
  const dInes = await plafonner(ines, genre)
  const structure = await en(claire, (tx) =>
    trouverOuCreerEntreprise(tx, commune, { nom: 'Chorale du Phare', siret: undefined }, new Date()),
  )
  const dehors = (await poser(claire, ana, 'Salle louée dehors', 300)).bien
  const visee = async (n: number) => {
    const { reservation } = await poser(claire, ana, `Salle visée ${n}`, n)
    expect((await accorder(yann, reservation)).statut).toBe(303)
    return reservation
  }
  const seule = async (n: number) => {
    const { id, r } = await demander(await libre(`Salle seule ${n}`), n)
    expect(r).toBe('ferme')
    return id
  }
  const louee = async (n: number) => {
    const id = newId()
    const { rows } = await en(ines, (tx) =>
      sql<{
        r: string
      }>`select porte.bien_reserver_pour_un_tiers(${id}::uuid, ${dehors}::uuid, ${structure}::uuid, 'Répétition', '',
        now() + make_interval(days => ${n}), now() + make_interval(days => ${n}, hours => 1), now()) as r`.execute(
        tx,
      ),
    )
    expect(rows[0]?.r).toBe('ferme')
    return id
  }
  // Qui annule, et à combien de jours le barème commence : d’ici au premier jour, dix jours au moins.
  const cas = [
    ['visée, rendue tard par qui la prête', deYann, visee, claire, false, 60, 0],
    ['visée, rendue tard par qui la demande', deYann, visee, ana, false, 60, 250],
    ['visée, rendue tôt par qui la demande', deYann, visee, ana, false, 3, 0],
    ['seule, rendue tard par qui la prête', dInes, seule, ana, false, 60, 0],
    ['seule, rendue tard par qui la demande', dInes, seule, ines, false, 60, 250],
    ['seule, rendue tôt par qui la demande', dInes, seule, ines, false, 3, 0],
    ['louée dehors, reprise tard par qui la loue', dInes, louee, ines, false, 60, 0],
    ['louée dehors, rendue tard par la structure', dInes, louee, ines, true, 60, 250],
    ['louée dehors, rendue tôt par la structure', dInes, louee, ines, true, 3, 0],
  ] as const
  for (const [i, [dit, plafond, engager, qui, parElle, jours, du]] of cas.entries()) {
    const avant = (await cumulDe(plafond)) ?? 0
    const id = await engager(10 + i)
    expect(await cumulDe(plafond), dit).toBe(avant + 500)
    await bareme(id, jours)
    await annuler(qui, id, parElle)
    expect(await reste(id), dit).toBe(du)
    expect(await cumulDe(plafond), dit).toBe(avant + (du > 0 ? 500 : 0))
  }
  await revoquer(deYann)
  await revoquer(dInes)
})

it('un plafond neuf dans le mois ne rend rien du cumul : pièce, facture, second visa', async () => {
  const chez = { organisme, activite: commune, par: compta.personne }
  const piece = async (numero: string, centimes: number) =>
    (await base.maintenance((tx) => poserPieceAViser(tx, chez, { genre: 'devis', centimes, numero }))).id
  const facture = (_: string, centimes: number) =>
    base.maintenance((tx) => poserProjetAViser(tx, chez, { genre: 'facture', centimes }))
  for (const [genre, neuve] of [
    ['devis', piece],
    ['facture', facture],
  ] as const) {
    const premier = await plafonner(yann, genre, 1500, 2000)
    expect((await accorder(yann, await neuve('DEV-NEUF-1', 900))).statut).toBe(303)
    await seuil(genre)
    const deux = await neuve('DEV-NEUF-2', 1001)
    expect((await accorder(claire, deux)).statut).toBe(303)
    expect((await accorder(yann, deux)).statut).toBe(303)
    await seuil(null)
    expect(await cumulDe(premier)).toBe(1901)
    await revoquer(premier)
    const suivant = await plafonner(yann, genre, 1500, 2000)
    expect(await cumulDe(suivant), genre).toBe(1901)
    const trop = await neuve('DEV-NEUF-3', 100)
    expect((await accorder(yann, trop)).texte).toContain('vos visas du mois dépasseraient votre plafond')
    expect((await accorder(yann, await neuve('DEV-NEUF-4', 99))).statut).toBe(303)
    expect((await accorder(claire, trop)).statut).toBe(303)
    await revoquer(suivant)
  }
})

it('une facture corrigée puis visée de nouveau compte une fois, au plus haut ; changer son projet n’en ôte rien', async () => {
  const chez = { organisme, activite: commune, par: compta.personne }
  const plafond = await plafonner(yann, 'avoir')
  const id = await base.maintenance((tx) => poserProjetAViser(tx, chez, { genre: 'avoir', centimes: 700 }))
  // Sous le rôle de l’application : ce que ses pages n’offrent pas, une instruction le peut.
  const projet = (quoi: string) =>
    en(yann, (tx) => sql`update facturation.projet set ${sql.raw(quoi)} where id = ${id}`.execute(tx))
  expect((await accorder(yann, id)).statut).toBe(303)
  await projet('version = version + 1')
  expect(await cumulDe(plafond)).toBe(700)
  expect((await yann.aller(`/visas/${id}`, { geste: 'accorder', motif: '', version: '2' })).statut).toBe(303)
  expect(await cumulDe(plafond)).toBe(700)
  await projet("etat = 'abandonne'")
  expect(await cumulDe(plafond)).toBe(700)
  await revoquer(plafond)
})

it('ce qui fut engagé seul garde le rôle et le plafond du jour ; revenue de la file, l’heure le dit sans les deviner', async () => {
  const genre = 'location-d-un-bien'
  const plafond = await plafonner(ines, genre, 1000)
  const { id } = await demander(await libre('Studio engagé seul'), 40)
  await revoquer(plafond)
  const roles = (mots: string) =>
    base.maintenance((tx) =>
      sql`update compte.adhesion set roles = ${mots}::text[] where organisme_id = ${organisme} and compte_id = ${ines.personne}`.execute(
        tx,
      ),
    )
  await roles('{comptable}')
  const [ligne = ''] = await noms('Studio engagé seul')
  expect(ligne).toContain(';Engagé sans visa;Rosa Ba 3;assistant·e;;Sa propre pièce, plafond de 10,00 €;')
  expect((await claire.aller(`/visas/${id}`)).texte).toContain(
    'Rosa Ba 3 (assistant·e) l’a engagé sans visa, sous son plafond de 10,00 €',
  )
  await roles('{assistant}')
  // Annulée, la ligne reste : elle dit ce qui est parti ce jour-là.
  await annuler(ana, id)
  expect(await noms('Studio engagé seul')).toEqual([ligne])
  // Louée hors du pôle, sous un cumul que cette location remplit à elle seule : son plafond se garde aussi.
  const serre = await plafonner(ines, genre, 500, ((await cumulDe(plafond)) ?? 0) + 800)
  const carnet = await en(claire, (tx) =>
    trouverOuCreerEntreprise(tx, commune, { nom: 'Chorale du Phare', siret: undefined }, new Date()),
  )
  const { bien: aLouer } = await poser(claire, ana, 'Scène louée dehors', 300)
  const { rows: louees } = await en(ines, (tx) =>
    sql<{
      r: string
    }>`select porte.bien_reserver_pour_un_tiers(${newId()}::uuid, ${aLouer}::uuid, ${carnet}::uuid, 'Répétition', '',
      now() + interval '41 days', now() + interval '41 days 1 hour', now()) as r`.execute(tx),
  )
  expect(louees[0]?.r).toBe('ferme')
  const [scene = ''] = await noms('Scène louée dehors')
  expect(scene).toContain(';Engagé sans visa;Rosa Ba 3;assistant·e;;Sa propre pièce, plafond de 5,00 €;')
  await revoquer(serre)
  // La direction, sans plafond à tenir, prend son tour : rien n’est engagé avant que l’heure revienne.
  const bien = await libre('Studio pris')
  const place = newId()
  const deLaDirection = (qui: Connectee, cle: string) =>
    en(qui, (tx) =>
      sql<{
        r: string
      }>`select porte.bien_demander(${cle}::uuid, ${bien}::uuid, 'Un atelier', '', date_trunc('day', now()) + interval '50 days 9 hours',
        date_trunc('day', now()) + interval '50 days 10 hours', now()) as r`.execute(tx),
    )
  // Qui est devant n’est pas d’ici : une structure du carnet de qui prête.
  const devant = newId()
  const structure = await en(ana, (tx) =>
    trouverOuCreerEntreprise(
      tx,
      m.coops.langue.activite,
      { nom: 'Chorale du Phare', siret: undefined },
      new Date(),
    ),
  )
  await base.maintenance((tx) =>
    sql`insert into mutualisation.reservation (organisme_id, id, bien_id, tiers_id, objet, creneau, etat, prix_centimes, taux_points, demandee_le, demandee_par, ferme_le)
      select organisme_id, ${devant}, id, ${structure}, 'Devant', tstzrange(date_trunc('day', now()) + interval '50 days 9 hours',
        date_trunc('day', now()) + interval '50 days 10 hours'), 'ferme', 500, 2000, now(), ${ana.personne}, now() from mutualisation.bien where id = ${bien}`.execute(
      tx,
    ),
  )
  expect((await deLaDirection(claire, place)).rows[0]?.r).toBe('en-file')
  expect(await noms('Studio pris')).toEqual([])
  await annuler(ana, devant)
  const [revenue = ''] = await noms('Studio pris')
  expect(revenue).toContain(';Engagé sans visa;Rosa Ba 1;;;;')
  // Revenue sous ses propres yeux, quand elle demande une autre heure du même bien : rien de plus ne se devine.
  const deNouveau = newId()
  await base.maintenance(async (tx) => {
    await sql`delete from cae.pas_de_visa where objet_id = ${place}`.execute(tx)
    await sql`update mutualisation.reservation set etat = 'en-file', ferme_le = null, demandee_le = now() - interval '2 days' where id = ${place}`.execute(
      tx,
    )
  })
  const { rows: autre } = await en(claire, (tx) =>
    sql<{
      r: string
    }>`select porte.bien_demander(${deNouveau}::uuid, ${bien}::uuid, 'Un atelier', '', now() + interval '70 days', now() + interval '70 days 1 hour',
      now()) as r`.execute(tx),
  )
  expect(autre[0]?.r).toBe('ferme')
  const lignes = await noms('Studio pris')
  expect(lignes.filter((l) => l.includes(';Engagé sans visa;Rosa Ba 1;;;;'))).toHaveLength(1)
  expect(lignes).toHaveLength(2)
})

it('après le premier de deux visas, qui a demandé ou émis ne lit plus « Viser » ; le message dit qu’une seconde personne vise', async () => {
  const journee = (qui: Connectee, roles: readonly string[]) =>
    en(qui, async (tx) => {
      const pour = {
        visiteur: unVisiteur({ personneId: qui.personne, roles, cae: true }),
        maintenant: new Date(),
      }
      return [
        ...((await contributionsFacturation.aFaire?.(tx, pour)) ?? []),
        ...((await contributionsCae.aFaire?.(tx, pour)) ?? []),
      ]
    })
  const viserDans = async (qui: Connectee, role: string, id: string) =>
    (await journee(qui, [role])).filter((x) => x.href.endsWith(id)).map((x) => `${x.geste} ${x.href}`)
  const rejoindre = async (qui: Connectee, objet: string) => {
    const achat = await base.maintenance(async (tx) =>
      poserAchatRetenu(tx, {
        pole,
        conduit: ana,
        decision: await poserDecision(tx, pole, ana),
        objet,
        centimes: 1001,
      }),
    )
    expect((await qui.poster(`/achats/${achat}/rejoindre`, { quantite: '1' })).statut).toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from ressources.demande_de_part where achat_id = ${achat}`.execute(tx),
    )
    return rows[0]?.id ?? ''
  }
  const chez = { organisme, activite: commune, par: claire.personne }
  // La journée montre cinq factures : celles des essais d’avant n’y sont plus.
  await base.maintenance((tx) =>
    sql`update facturation.projet set etat = 'abandonne' where etat = 'a-viser'`.execute(tx),
  )
  await plafonner(compta, 'achat-rejoint')
  for (const genre of ['achat-rejoint', 'convention', 'facture-acompte']) await seuil(genre)
  const deCompta = await rejoindre(compta, 'Une assurance')
  const deClaire = await rejoindre(claire, 'Un logiciel')
  const piece = (
    await base.maintenance((tx) =>
      poserPieceAViser(tx, chez, { genre: 'convention', centimes: 1001, numero: 'CONV-DEUX-1' }),
    )
  ).id
  const facture = await base.maintenance((tx) =>
    poserProjetAViser(tx, chez, { genre: 'acompte', centimes: 1001 }),
  )
  const versElle = async () =>
    (await journee(compta, ['comptable'])).filter((x) => x.href.endsWith(deCompta)).map((x) => x.geste)
  expect(await versElle()).toEqual(['Viser'])
  for (const [qui, role] of [
    [claire, 'responsable'],
    [yann, 'equipe-appui'],
  ] as const)
    expect(await viserDans(qui, role, facture)).toEqual([`Viser /factures/projets/${facture}`])
  const dites: string[] = []
  for (const id of [deCompta, deClaire, piece, facture]) {
    const r = await accorder(yann, id)
    expect(r.statut).toBe(303)
    dites.push((await yann.aller(r.vers)).texte)
  }
  for (const dite of dites) {
    expect(dite).toContain('Premier visa accordé à')
    expect(dite).toContain('Une autre personne donne encore le second')
    expect(dite).not.toContain('n’attend plus personne')
  }
  expect(await versElle()).toEqual([])
  // Ni qui l’a préparée, ni qui l’a visée : une troisième personne, et elle seule, donne le second visa.
  expect(await viserDans(claire, 'responsable', facture)).toEqual([])
  expect(await viserDans(yann, 'equipe-appui', facture)).toEqual([])
  expect(await viserDans(noe, 'equipe-appui', facture)).toEqual([`Viser /visas/${facture}`])
  const projet = (await claire.aller(`/factures/projets/${facture}`)).texte
  expect(projet).toContain('il manque le second visa')
  expect(projet).not.toContain('Viser et émettre')
  expect(projet).not.toContain('Refuser le visa')
  for (const id of [deClaire, piece, facture]) {
    const { texte } = await claire.aller(`/visas/${id}`)
    expect(texte).not.toContain('Accorder le second visa')
    expect(texte).toContain('une autre personne donne le second')
  }
  const file = (await claire.aller('/visas')).texte
  expect(file).toContain('une autre personne donne le second visa')
  expect(file).not.toContain('vous avez donné le premier visa')
  expect((await en(claire, (tx) => piecesEnAttente(tx, new Date()))).map((p) => p.id)).not.toContain(piece)
  // Donné au nom d’une personne absente, le premier visa est aussi le sien ; sans personne, le résumé du jour les compte toutes.
  await base.maintenance((tx) =>
    sql`update cae.visa set supplee_id = ${noe.personne} where piece_id = ${piece}`.execute(tx),
  )
  const attendues = (personne: PersonneId | undefined) =>
    base.enTantQue(organisme, personne ? { personne } : {}, async (tx) =>
      (await piecesEnAttente(tx, new Date())).filter((p) => p.id === piece).map((p) => p.attend),
    )
  expect(await attendues(noe.personne)).toEqual([])
  expect(await attendues(undefined)).toEqual(['visa'])
  // Le second visa le dit engagé ; un lot compte ce qui attend encore, même quand il en laisse.
  const encore = await rejoindre(compta, 'Un hébergement')
  await yann.aller(`/visas/${encore}`)
  const enPartie = await yann.aller('/visas', { pieces: [encore, facture] })
  expect(enPartie.texte).toContain('Visa accordé à 1 pièce')
  expect(enPartie.texte).toContain('1 attend encore le second visa')
  expect(enPartie.texte).toContain('1 pièce laissée')
  const seule = await rejoindre(compta, 'Un nom de domaine')
  await yann.aller(`/visas/${seule}`)
  const lot = await yann.aller('/visas', { pieces: [seule] })
  expect((await yann.aller(lot.vers)).texte).toContain('1 attend encore le second visa')
  const fin = await accorder(claire, encore)
  expect((await claire.aller(fin.vers)).texte).toContain('Second visa accordé à')
  await seuil(null)
})

it('d’une base d’hier, ce qui était parti seul garde qui et quand ; une option revenue de la file n’attend que de ce jour', async () => {
  const migrations = path.join(dossierDb, 'migrations')
  const nom = (await readdir(migrations)).find((x) => x.endsWith('_ce-qui-part-sans-visa.sql')) ?? ''
  const texte = await readFile(path.join(migrations, nom), 'utf8')
  const jouer = () =>
    base.maintenance(async (tx) => {
      for (const [instruction] of texte.matchAll(/^(?:update|insert)[\s\S]*?;$/gm))
        await sql.raw(instruction).execute(tx)
    })
  const plafond = await plafonner(ines, 'location-d-un-bien')
  const avant = (await cumulDe(plafond)) ?? 0
  await demander(await libre('Studio d’hier'), 60)
  const [revenue, directe, courte] = [
    (await poser(claire, ana, 'Salle revenue')).reservation,
    (await poser(claire, ana, 'Salle directe')).reservation,
    (await poser(claire, ana, 'Salle tout proche', 2)).reservation,
  ]
  await base.maintenance(async (tx) => {
    await sql`delete from cae.pas_de_visa where pas = 'seul'`.execute(tx)
    await sql`update mutualisation.reservation set demandee_le = now() - interval '24 days', expire_le = now() + interval '4 days' where id = ${revenue}`.execute(
      tx,
    )
    await sql`update mutualisation.reservation set demandee_le = expire_le - interval '5 days' where id = ${directe}`.execute(
      tx,
    )
    // Son échéance est l’heure même : quand elle revint, rien ne le dit.
    await sql`update mutualisation.reservation set demandee_le = now() - interval '24 days', expire_le = lower(creneau) where id = ${courte}`.execute(
      tx,
    )
  })
  expect(await cumulDe(plafond)).toBeLessThan(avant + 500)
  await jouer()
  expect(await cumulDe(plafond)).toBe(avant + 500)
  const [ligne = ''] = await noms('Studio d’hier')
  expect(ligne).toMatch(/;Engagé sans visa;Rosa Ba \d+;;;;;/)
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: string
      jours: number | null
    }>`select id, round(extract(epoch from now() - option_depuis) / 86400)::int4 as jours from mutualisation.reservation
      where id in (${revenue}, ${directe}, ${courte})`.execute(tx),
  )
  expect(new Map(rows.map((r) => [r.id, r.jours]))).toEqual(
    new Map([
      [revenue, 1],
      [directe, null],
      [courte, null],
    ]),
  )
  await revoquer(plafond)
})
