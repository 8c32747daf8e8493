// Long parce que la fiche, ses demandes, sa correction et ses locations se jouent dans un même monde : deux fichiers coûteraient chacun leur base.
/**
 * Une salle prêtée dit ses configurations et son barème d’annulation, figés à la demande ; qui la prête la loue aussi hors du pôle, sous la même
 * contrainte, et facture ce qui est dû.
 */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireProjet, type ProjetId } from '#modules/facturation/index.ts'
import { contributionsMutualisation } from '#modules/mutualisation/contributions/aujourdhui.ts'
import { lireBiens, lireReservations } from '#modules/mutualisation/db/biens.ts'
import type { BienId } from '#modules/mutualisation/domain/biens.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poleModule } from '#modules/pole/index.ts'
import { poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
    aude: { roles: ['assistant'], chez: 'b' },
    theo: { roles: ['responsable'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, bea, cleo, aude, theo } = m
const depart = Date.now()
const aller = (jours: number) => m.regler(new Date(depart + jours * 86_400_000))
const jour = (n: number) => ajouterJours(jourLocal(new Date(depart), ZONE_PAR_DEFAUT), n)
const ecrit = (n: number) => formaterDate(jour(n), 'chiffres')
const { pole } = await base.maintenance((tx) => poserPole(tx, [bea, ana, cleo]))
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const entreprise = (qui: Connectee, activite: typeof m.coops.a.activite, nom: string) =>
  en(qui, (tx) => trouverOuCreerEntreprise(tx, activite, { nom, siret: undefined }, new Date(depart)))
const compagnie = await entreprise(bea, m.coops.b.activite, 'Compagnie des Îles')
const ailleurs = await entreprise(ana, m.coops.a.activite, 'Fanfare du Port')

const fiche = {
  adresse: 'Brest',
  acces: '',
  configurations: 'en U : 10\nthéâtre : 24',
  equipement: '',
  reglement: '',
  membre: '100',
  autre: '150',
  taux: '2000',
  tampon: '0',
  visa: 'oui',
  bareme: 'moins de 31 jours : 50 %\nmoins de 8 jours : 100 %',
}
const preter = async (dit: Record<string, string> = {}) => {
  const r = await bea.poster('/biens-pretes/preter', {
    pole,
    salle: '',
    genre: 'salle',
    titre: 'Salle Duras',
    ...fiche,
    ...dit,
  })
  return { ...r, id: (r.vers ?? '').split('/').pop() as BienId, ou: r.vers ?? '' }
}
const demander = (qui: Connectee, ou: string, n: number, dit: Record<string, string> = {}) =>
  qui.poster(`${ou}/demander`, {
    objet: 'Un atelier',
    configuration: '',
    jour: ecrit(n),
    debut: '9 h',
    fin: '12 h',
    ...dit,
  })
const louer = (qui: Connectee, ou: string, n: number, dit: Record<string, string> = {}) =>
  qui.poster(`${ou}/pour`, {
    structure: compagnie,
    objet: 'Une répétition',
    configuration: 'théâtre',
    jour: ecrit(n),
    debut: '9 h',
    fin: '17 h',
    ...dit,
  })
const regime = (r: string) =>
  base.maintenance((tx) =>
    sql`update organisme.organisme set regime_tva = ${r} where organisme_id = ${bea.organisme}`.execute(tx),
  )
const lues = (qui: Connectee, bien: BienId) => en(qui, (tx) => lireReservations(tx, bien))

it('la demande choisit une configuration de la fiche ; le barème se fige, et un changement d’après n’y fait rien', async () => {
  for (const [champ, faux] of [
    ['configurations', 'en U'],
    ['bareme', 'moins de 30 jours : 100 %\nmoins de 8 jours : 50 %'],
  ] as const)
    expect((await preter({ [champ]: faux })).statut).toBe(422)
  const { ou, id } = await preter()
  const fiche = (await ana.lire(ou)).texte
  expect(fiche).toContain('en U, 10 places ; théâtre, 24 places')
  expect(fiche).toContain('à moins de 31 jours, 50 % restent dus ; à moins de 8 jours, tout reste dû')
  // Une configuration qui n’est pas à la fiche, par la page comme en SQL.
  expect((await demander(ana, ou, 20, { configuration: 'en cercle' })).texte).toContain(
    'n’est plus à la fiche',
  )
  expect((await demander(ana, ou, 20, { configuration: 'en U' })).statut).toBe(303)
  const [r] = await lues(ana, id)
  expect([r?.configuration, r?.places, r?.prix]).toEqual(['en U', 10, 10_000])
  await bea.poster(`${ou}/repondre`, { reservation: r?.reservation ?? '', oui: 'oui', motif: '' })
  await base.maintenance((tx) =>
    sql`update mutualisation.bien set seuils_jours = '{}', seuils_points = '{}' where id = ${id}::uuid`.execute(
      tx,
    ),
  )
  expect((await en(ana, (tx) => lireBiens(tx, id)))[0]?.bareme).toEqual([])
  // À cinq jours : tout reste dû, comme au jour de la demande.
  aller(15)
  expect(
    (await ana.poster(`${ou}/annuler`, { reservation: r?.reservation ?? '', motif: 'Reporté.' })).statut,
  ).toBe(303)
  expect((await bea.lire(ou)).texte).toMatch(/100,00 € hors taxes/)
  expect((await lues(bea, id))[0]?.bareme).toEqual([
    { jours: 31, points: 5_000 },
    { jours: 8, points: 10_000 },
  ])
  aller(0)
})

const versionDe = async (bien: BienId) => String((await en(bea, (tx) => lireBiens(tx, bien)))[0]?.version)
const corriger = async (
  qui: Connectee,
  { ou, id }: { ou: string; id: BienId },
  dit: Record<string, string> = {},
) => qui.poster(`${ou}/corriger`, { version: await versionDe(id), ...fiche, ...dit })

it('la fiche se corrige sans se retirer : ce qui est demandé ou réservé garde son prix, son barème, sa configuration et ses places', async () => {
  const bien = await preter({ titre: 'Salle Condorcet' })
  const { ou, id } = bien
  expect((await demander(ana, ou, 50, { configuration: 'en U' })).statut).toBe(303)
  const page = (await bea.lire(`${ou}/corriger`)).texte
  expect(page).toContain('Une demande ou réservation est en cours')
  expect(page).toContain('value="100,00"')
  for (const qui of [aude, ana, theo]) {
    const attendu = qui === aude ? 200 : 404
    expect((await qui.lire(`${ou}/corriger`)).statut, qui.courriel).toBe(attendu)
  }
  for (const qui of [ana, theo]) expect((await corriger(qui, bien)).statut).not.toBe(303)
  const neuve = {
    membre: '300',
    bareme: '',
    configurations: 'en U : 8\nîlots : 16',
    acces: 'Ascenseur',
    visa: 'non',
  }
  expect((await corriger(bea, bien, { configurations: 'en U' })).statut).toBe(422)
  const version = await versionDe(id)
  expect((await corriger(bea, bien, neuve)).statut).toBe(303)
  const lue = (await ana.lire(ou)).texte
  for (const dit of [
    '300,00 €',
    'en U, 8 places ; îlots, 16 places',
    'Ascenseur',
    'sans frais jusqu’à l’heure',
  ])
    expect(lue).toContain(dit)
  const [r] = await lues(ana, id)
  expect([r?.prix, r?.configuration, r?.places, r?.bareme.length, r?.etat]).toEqual([
    10_000,
    'en U',
    10,
    2,
    'option',
  ])
  // Deux onglets : le second, resté à l’ancienne fiche, n’écrase rien ; le même envoi deux fois n’en fait qu’un.
  const autre = await corriger(aude, bien, { version, membre: '120' })
  expect([autre.statut, autre.texte.includes('vient de corriger cette fiche')]).toEqual([409, true])
  // La page garde ce qui est tapé, montre ce que l’autre a changé, et un renvoi part de la fiche relue.
  for (const dit of ['La fiche dit maintenant', 'value="120"', '<dd>300,00'])
    expect(autre.texte, dit).toContain(dit)
  expect(autre.texte).toContain(`name="version" value="${Number(version) + 1}"`)
  // Renvoyé après lecture, d’une faute ou d’une fiche qui change encore, l’écart se montre toujours.
  const ouverte = /name="ouverte" value="(\d+)"/.exec(autre.texte)?.[1] ?? ''
  expect(ouverte).toBe(version)
  const relue = String(Number(version) + 1)
  const faute = await corriger(aude, bien, { version: relue, ouverte, membre: 'cent' })
  expect([faute.statut, faute.texte.includes('La fiche dit maintenant')]).toEqual([422, true])
  expect((await bea.lire(`${ou}/corriger`)).texte).not.toContain('La fiche dit maintenant')
  expect((await corriger(bea, bien, { version, ...neuve })).statut).toBe(303)
  expect(await versionDe(id)).toBe(String(Number(version) + 1))
  // Qui avait lu l’ancien prix relit le nouveau avant de demander ; rien n’est réservé, ni d’un bien, ni de plusieurs, ni hors du pôle.
  for (const dit of [
    await demander(ana, ou, 51, { version }),
    await louer(bea, ou, 52, { version, configuration: 'îlots' }),
    await ana.poster('/biens-pretes/reserver', {
      objet: 'Deux groupes',
      biens: `${id} îlots`,
      lues: `${id} ${version}`,
      matins: ecrit(53),
      debutMatin: '9 h',
      finMatin: '12 h 30',
      debutApres: '13 h 30',
      finApres: '17 h',
    }),
  ]) {
    expect(dit.statut).toBe(409)
    expect(dit.texte).toContain('vient d’être corrigée')
  }
  expect(await lues(bea, id)).toHaveLength(1)
  expect((await demander(ana, ou, 51, { version: await versionDe(id) })).statut).toBe(303)
  expect((await lues(bea, id)).map((x) => [x.prix, x.etat])).toEqual([
    [30_000, 'ferme'],
    [10_000, 'option'],
  ])
  // Plus prêté, il ne se corrige plus.
  await bea.poster(`${ou}/retirer`)
  expect((await bea.lire(`${ou}/corriger`)).statut).toBe(404)
})

it('le taux proposé est celui du lieu : 8,5 % aux Antilles et à La Réunion, aucun en Guyane et à Mayotte, où la location se facture sans taxe', async () => {
  const siege = (codePostal: string) =>
    base.maintenance((tx) =>
      sql`update organisme.organisme set code_postal = ${codePostal} where organisme_id = ${bea.organisme}`.execute(
        tx,
      ),
    )
  const { rows } = await base.maintenance((tx) =>
    sql<{
      cp: string
      regime: string
    }>`select code_postal as cp, regime_tva as regime from organisme.organisme where organisme_id = ${bea.organisme}`.execute(
      tx,
    ),
  )
  const proposes = async () =>
    [...(await bea.lire('/biens-pretes/preter')).texte.matchAll(/<option value="(2000|850|0)"/g)].map(
      (x) => x[1],
    )
  expect(await proposes()).toEqual(['2000', '850'])
  // L’adresse de la salle le dit, où que soit le siège.
  expect(
    (await preter({ titre: 'Salle Césaire', adresse: 'Rue Schœlcher, 97200 Fort-de-France' })).texte,
  ).toContain('d’après l’adresse, 8,5 %')
  // Le taux du lieu n’est pas de ceux que le siège permet d’écrire : à l’adresse, plutôt qu’un taux faux ; en franchise, rien n’est taxé nulle part.
  const ailleursTaxee = async (dit: Record<string, string>) => {
    const r = await preter(dit)
    return [r.statut, /id="c-adresse-e"[^>]*>[^<]*Coforme ne sait pas encore taxer/.test(r.texte)]
  }
  const aCayenne = { titre: 'Salle Damas', adresse: '12 avenue du Général, 97300 Cayenne' }
  expect(await ailleursTaxee(aCayenne)).toEqual([422, true])
  expect((await preter({ ...aCayenne, titre: 'Vidéoprojecteur', genre: 'materiel' })).statut).toBe(303)
  await siege('97110')
  expect(await proposes()).toEqual(['850', '2000'])
  expect((await preter({ titre: 'Salle Solitude' })).statut).toBe(422)
  expect((await preter({ titre: 'Salle Solitude', taux: '850' })).statut).toBe(303)
  expect((await preter({ titre: 'Salle de Paris', adresse: '75011 Paris' })).statut).toBe(303)
  await siege('97300')
  expect(await proposes()).toEqual(['0'])
  const aParis = { titre: 'Salle Paulette', adresse: '75011 Paris', taux: '0' }
  expect(await ailleursTaxee(aParis)).toEqual([422, true])
  await regime('franchise')
  expect((await bea.lire('/biens-pretes/preter')).texte).toContain('aucune : franchise en base')
  expect((await preter(aParis)).statut).toBe(303)
  await regime(rows[0]?.regime ?? '')
  const { ou, id } = await preter({ titre: 'Salle Damas', taux: '0', visa: 'non' })
  expect((await corriger(bea, { ou, id }, aParis)).texte).toContain('Coforme ne sait pas encore taxer')
  expect((await louer(bea, ou, 5)).statut).toBe(303)
  aller(20)
  const r = (await lues(bea, id))[0]
  const facture = await bea.poster(`${ou}/facturer`, { reservation: r?.reservation ?? '' })
  const p = await en(bea, (tx) => lireProjet(tx, facture.vers?.split('/').pop() as ProjetId))
  expect(p?.lignes.map((l) => [l.montant, l.taux])).toEqual([[30_000, 0]])
  aller(0)
  await siege(rows[0]?.cp ?? '')
})

it('plusieurs salles d’un geste : chacune dans sa configuration, une seule à la fois', async () => {
  const [weil, arendt] = [
    await preter({ titre: 'Salle A' }),
    await preter({ titre: 'Salle B', configurations: '' }),
  ]
  const reserver = (biens: readonly string[]) => {
    const corps = new FormData()
    const champs = {
      objet: 'Deux groupes',
      matins: ecrit(33),
      debutMatin: '9 h',
      finMatin: '12 h 30',
      debutApres: '13 h 30',
      finApres: '17 h',
    }
    for (const [nom, v] of Object.entries(champs)) corps.set(nom, v)
    for (const b of biens) corps.append('biens', b)
    return ana.poster('/biens-pretes/reserver', corps)
  }
  expect((await ana.lire('/biens-pretes/reserver')).texte).toContain(
    'Salle A, théâtre, 24 places, Les Tisserands',
  )
  expect((await reserver([`${weil.id} en U`, `${weil.id} théâtre`])).texte).toContain(
    'une configuration par salle',
  )
  expect((await reserver([`${weil.id} en cercle`, arendt.id])).texte).toContain('encore prêtés')
  const fait = await reserver([`${weil.id} théâtre`, arendt.id])
  expect(fait.statut, fait.texte).toBe(303)
  expect([
    (await lues(ana, weil.id))[0]?.configuration,
    (await lues(ana, arendt.id))[0]?.configuration,
  ]).toEqual(['théâtre', ''])
})

it('la session planifiée de la réservation se compare aux places de la salle, et la veille la journée dit comment la préparer', async () => {
  const { ou, id } = await preter({ titre: 'Salle Weil', visa: 'non' })
  expect((await demander(ana, ou, 30, { configuration: 'en U' })).statut).toBe(303)
  expect((await ana.lire(ou)).texte).toMatch(/planifier[^"]*capacite=10|capacite=10/)
  const ici = { organisme: ana.organisme, activite: m.coops.a.activite }
  await base.maintenance(async (tx) => {
    const offre = await poserOffre(tx, ici)
    const { session } = await poserSession(tx, { ...ici, offre, seances: [[jour(30), 540, 720]] })
    await sql`update sessions.session set lieu = 'Salle Weil, Brest', capacite = 12 where id = ${session}::uuid`.execute(
      tx,
    )
  })
  const page = (await ana.lire(ou)).texte
  expect(page).toContain('0 personne inscrite, 12 au plus, pour la salle en U, 10 places.')
  expect(page).toContain('la session prévoit plus de places que la salle')
  expect((await bea.lire(ou)).texte).not.toContain('12 au plus')
  // La veille et le jour même, qui tient la salle lit comment la préparer ; avant, rien.
  const aFaire = async (n: number) => {
    const visiteur = unVisiteur({ ...bea, roles: ['responsable'] } as never)
    const maintenant = new Date(depart + n * 86_400_000)
    return (
      await en(
        bea,
        async (tx) => (await contributionsMutualisation.aFaire?.(tx, { visiteur, maintenant })) ?? [],
      )
    )
      .filter((x) => x.verbe === 'Préparer' && x.href.endsWith(id))
      .map((x) => sansInsecables(`${x.chose} ${x.detail}`))
  }
  expect(await aFaire(20)).toEqual([])
  expect(await aFaire(29)).toEqual([
    expect.stringMatching(/Salle Weil, en U, 10 places, pour Langue & Lien .*9 h – 12 h/),
  ])
})

it('hors du pôle, la location tient l’heure sous la même contrainte, au prix dit ; ni l’une ni l’autre coopérative n’en lit rien', async () => {
  const { ou, id } = await preter({ titre: 'Salle Gouges', visa: 'non' })
  for (const qui of [ana, theo]) expect((await louer(qui, ou, 20)).statut).not.toBe(303)
  // Une structure du carnet d’une autre n’est pas d’ici ; une configuration inconnue, non plus.
  expect((await louer(bea, ou, 20, { structure: ailleurs })).texte).toContain('n’est plus là')
  expect((await louer(bea, ou, 20, { structure: newId() })).statut).toBe(409)
  expect((await louer(bea, ou, 20, { configuration: 'en cercle' })).texte).toContain('n’est plus à la fiche')
  expect((await louer(bea, ou, -2)).texte).toContain('commence après maintenant')
  const jeton = newId()
  for (let i = 0; i < 2; i++) expect((await louer(bea, ou, 20, { _jeton: jeton })).statut).toBe(303)
  const [r, ...autres] = await lues(bea, id)
  expect(autres).toEqual([])
  expect([r?.receveur, r?.etat, r?.prix, r?.recoit, r?.tiers]).toEqual([
    'Compagnie des Îles',
    'ferme',
    30_000,
    null,
    compagnie,
  ])
  // Prise : une coopérative entre dans la file, sans savoir derrière qui.
  await demander(ana, ou, 20)
  const chezAna = (await ana.lire(ou)).texte
  expect(chezAna).toContain('rang 1')
  expect(chezAna).not.toContain('Compagnie')
  expect(await lues(ana, id)).toHaveLength(1)
  // L’autre sens : une coopérative tient l’heure, et la location se refuse ; attendue, aussi.
  expect((await demander(cleo, ou, 21)).statut).toBe(303)
  expect((await louer(bea, ou, 21)).texte).toContain('Ces heures sont prises')
  // Une seconde location des mêmes heures : la première attend déjà derrière la file.
  expect((await louer(bea, ou, 20, { structure: compagnie })).statut).toBe(409)
  // Au même instant, sur deux connexions : une seule passe.
  const dits = await Promise.all([
    louer(bea, ou, 25),
    demander(ana, ou, 25),
    louer(bea, ou, 25, { debut: '10 h' }),
    demander(cleo, ou, 25),
  ])
  expect(dits.every((d) => d.statut === 303 || d.statut === 409)).toBe(true)
  const tenues = (await lues(bea, id)).filter(
    (x) => x.etat === 'ferme' && x.debut.getTime() > depart + 24 * 86_400_000,
  )
  expect(tenues).toHaveLength(1)
})

it('ce que doit qui n’est pas du pôle se facture : le prix passé, ou la part d’une annulation venue d’elle', async () => {
  const { ou, id } = await preter({ titre: 'Salle Arendt', visa: 'non' })
  await louer(bea, ou, 5)
  await louer(bea, ou, 40)
  await louer(bea, ou, 41)
  await louer(bea, ou, 42)
  const par = async (n: number) =>
    (await lues(bea, id)).find(
      (r) => formaterDate(jourLocal(r.debut, ZONE_PAR_DEFAUT), 'chiffres') === ecrit(n),
    )?.reservation ?? ''
  const [faite, annulee, rendue, aTemps] = [await par(5), await par(40), await par(41), await par(42)]
  const facturer = (qui: Connectee, reservation: string) => qui.poster(`${ou}/facturer`, { reservation })
  // Avant l’heure, rien n’est dû encore ; d’une annulation, qui annule se dit.
  expect((await facturer(bea, faite)).texte).toContain('Rien n’est dû')
  expect((await bea.poster(`${ou}/annuler`, { reservation: annulee, motif: 'Reportée.' })).texte).toContain(
    'Dites qui annule',
  )
  aller(20)
  for (const [reservation, qui] of [
    [annulee, 'elle'],
    [rendue, 'nous'],
  ] as const)
    expect((await bea.poster(`${ou}/annuler`, { reservation, par: qui, motif: 'Reportée.' })).statut).toBe(
      303,
    )
  expect((await bea.lire(ou)).texte).toContain('Compagnie des Îles : « Reportée. »')
  // Prévenus quarante jours avant, notée vingt jours avant : le barème lit le jour où elle a prévenu, entre la réservation et aujourd’hui.
  const noter = (prevenu: string) =>
    bea.poster(`${ou}/annuler`, { reservation: aTemps, par: 'elle', prevenu, motif: 'Reportée.' })
  for (const n of [21, -1])
    expect((await noter(ecrit(n))).texte).toContain('entre la réservation et aujourd’hui')
  expect((await noter(ecrit(2))).statut).toBe(303)
  expect((await facturer(bea, aTemps)).texte).toContain('Rien n’est dû')
  const montants = async (reservation: string) => {
    const r = await facturer(bea, reservation)
    expect(r.statut, r.texte).toBe(303)
    const projet = r.vers?.split('/').pop() as ProjetId
    const p = await en(bea, (tx) => lireProjet(tx, projet))
    return [projet, p?.payeurEntreprise, p?.lignes.map((l) => [l.nature, l.montant, l.taux])]
  }
  const premiere = await montants(faite)
  expect(premiere.slice(1)).toEqual([compagnie, [['hors-formation', 30_000, 2_000]]])
  expect(await montants(faite)).toEqual(premiere)
  expect((await montants(annulee))[2]).toEqual([['hors-formation', 15_000, 2_000]])
  expect((await facturer(bea, rendue)).texte).toContain('Rien n’est dû')
  // Rien n’en va au compte courant, ni ne se facture d’ailleurs.
  expect((await bea.poster(`${ou}/compter`, { reservation: faite })).texte).toContain('Rien n’est dû')
  for (const qui of [ana, theo]) expect((await facturer(qui, faite)).statut).not.toBe(303)
  expect((await bea.lire(ou)).texte).toContain('facture préparée')
  aller(0)
  // Le régime a changé depuis la demande : au taux de la fiche, la facture ne s’émettrait pas.
  await louer(bea, ou, 6)
  await regime('franchise')
  aller(20)
  // Le bouton dit ce que la facture dira.
  expect((await bea.lire(ou)).texte).toMatch(/Préparer la facture : 300,00 €/)
  expect((await montants(await par(6)))[2]).toEqual([['hors-formation', 30_000, 0]])
  await regime('assujetti')
  aller(0)
})

it('dans une coopérative d’activité, louer hors du pôle à un prix est un visa : notée par qui ne vise pas, la location l’attend', async () => {
  const enCae = (oui: boolean) =>
    base.maintenance((tx) =>
      sql`update organisme.organisme set cae = ${oui} where organisme_id = ${bea.organisme}`.execute(tx),
    )
  const { ou, id } = await preter({ titre: 'Salle Bloch' })
  await enCae(true)
  // Un second envoi ne dit pas réservé ce qui attend un visa, ni le journal.
  const _jeton = newId()
  const dits: string[] = []
  for (let i = 0; i < 2; i++) {
    expect((await louer(aude, ou, 20, { _jeton })).statut).toBe(303)
    dits.push((await aude.lire(ou)).texte)
  }
  expect(dits.map((t) => [t.includes('C’est réservé.'), t.includes('C’est déjà noté.')])).toEqual([
    [false, false],
    [false, true],
  ])
  const { rows } = await base.maintenance((tx) =>
    sql<{ phrase: string }>`select phrase from journal.geste where organisme_id = ${bea.organisme}
      and geste = 'reserver-pour-un-tiers' order by ctid desc limit 1`.execute(tx),
  )
  expect(rows[0]?.phrase).toContain('attend un visa')
  expect((await louer(bea, ou, 20)).texte).toContain('Ces heures sont prises')
  expect((await louer(bea, ou, 21)).statut).toBe(303)
  expect((await lues(bea, id)).map((r) => [r.etat, r.aViser])).toEqual([
    ['ferme', false],
    ['option', true],
  ])
  await enCae(false)
})
