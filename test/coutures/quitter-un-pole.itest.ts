/** Ce qu’un pôle attend d’une coopérative, sur sa journée, et ce qui s’éteint ; ce qu’elle laisse, retire ou garde en le quittant. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { moduleMutualisation } from '#modules/mutualisation/index.ts'
import { poleModule } from '#modules/pole/index.ts'
import { moduleRessources } from '#modules/ressources/index.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { contributionsMutualisation } from '../../src/modules/mutualisation/contributions/aujourdhui.ts'
import { lireReservations } from '../../src/modules/mutualisation/db/biens.ts'
import { lireConjoints } from '../../src/modules/mutualisation/db/conjoints.ts'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserReponse } from '../../src/modules/mutualisation/test/poser-mission.ts'
import { poserReservation } from '../../src/modules/mutualisation/test/poser-reservation.ts'
import { contributionsRessources } from '../../src/modules/ressources/contributions/aujourdhui.ts'
import {
  lireAchats,
  lireOffres,
  lireParticipations,
  lireVolumes,
} from '../../src/modules/ressources/db/achats.ts'
import type { AchatId } from '../../src/modules/ressources/domain/achats.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleRessources(), moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui', d: 'L’Atelier' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
    compta: { roles: ['comptable'], chez: 'b' },
    forme: { roles: ['formateur'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
    dina: { roles: ['responsable'], chez: 'd' },
    dora: { roles: ['assistant'], chez: 'd' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, bea, compta, forme, cleo, dina, dora } = m
const { pole, decision } = await base.maintenance((tx) => poserPole(tx, [ana, bea, cleo, dina]))
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const dans = (jours: number) =>
  formaterDate(jourLocal(new Date(Date.now() + jours * 86_400_000), ZONE_PAR_DEFAUT), 'chiffres')
/** Ce que sa journée lui demande, d’une phrase. */
const journee = async (qui: Connectee, roles: readonly string[] = ['responsable']) =>
  (
    await en(qui, async (tx) => {
      const regard = {
        visiteur: unVisiteur({
          personneId: qui.personne,
          organisme: { id: qui.organisme, code: 'x', nom: 'X' },
          roles,
        }),
        maintenant: new Date(),
      }
      return [
        ...((await contributionsRessources.aFaire?.(tx, regard)) ?? []),
        ...((await contributionsMutualisation.aFaire?.(tx, regard)) ?? []),
      ]
    })
  ).map((g) => `${g.verbe} ${g.chose}`)
const bienPrete = {
  pole,
  salle: '',
  genre: 'salle',
  titre: 'Salle Duras',
  adresse: 'Brest',
  acces: '',
  equipement: '',
  reglement: '',
  membre: '10',
  autre: '20',
  taux: '2000',
  tampon: '0',
  visa: 'non',
  bareme: 'moins de 7 jours : 50 %',
}
const ouvrir = async (qui: Connectee, objet: string) => {
  const { vers } = await qui.poster('/achats/ouvrir', {
    pole,
    genre: 'assurance',
    objet,
    besoin: 'Une assurance commune à toutes.',
    unite: 'contrats',
    volumesJusquAu: dans(5),
  })
  return { vers, id: vers.split('/').at(-1) as AchatId }
}
const dire = (qui: Connectee, vers: string, quantite: string) =>
  qui.poster(`${vers}/dire`, { quantite, mot: '' })
/** Clos, une offre notée, retenue d’après la décision du pôle : on le rejoint. */
const conclure = async (qui: Connectee, { vers, id }: { vers: string; id: AchatId }) => {
  expect((await qui.poster(`${vers}/clore`)).statut).toBe(303)
  await qui.poster(`${vers}/noter`, { fournisseur: 'Chère & Fils', prix: '9', conditions: '' })
  await base.maintenance((tx) =>
    sql`update pole.decision set close_le = now() + interval '1 hour' where id = ${decision}::uuid`.execute(
      tx,
    ),
  )
  const [offre] = await en(qui, (tx) => lireOffres(tx, id))
  const r = await qui.poster(`${vers}/retenir`, {
    offre: offre?.id ?? '',
    decision,
    conditions: 'Payée à la commande.',
    jusquAu: dans(30),
  })
  expect(r.statut, r.texte).toBe(303)
}

describe('la journée de qui engage sa coopérative', () => {
  it('demande son volume avant le terme, puis de rejoindre, et s’éteint quand c’est répondu ; zéro est une réponse', async () => {
    const achat = await ouvrir(ana, 'Une flotte de vélos')
    const ligne = 'Dire ce que vous prendriez, Une flotte de vélos'
    for (const [qui, roles] of [
      [bea, ['responsable']],
      [compta, ['comptable']],
      [dina, ['responsable']],
    ] as const)
      expect(await journee(qui, roles)).toContain(ligne)
    expect(await journee(forme, ['formateur'])).toEqual([])
    expect((await dire(bea, achat.vers, '4')).statut).toBe(303)
    expect((await dire(dina, achat.vers, '0')).statut).toBe(303)
    expect((await dire(ana, achat.vers, '2')).statut).toBe(303)
    for (const qui of [bea, dina]) expect(await journee(qui)).not.toContain(ligne)
    expect(await journee(compta, ['comptable'])).not.toContain(ligne)
    // Au-delà du terme, plus rien ne se dit : cleo n’est plus appelée, et qui conduit l’achat le clôt.
    await base.maintenance((tx) =>
      sql`update ressources.achat set volumes_jusqu_au = current_date - 2 where id = ${achat.id}::uuid`.execute(
        tx,
      ),
    )
    expect(await journee(cleo)).not.toContain(ligne)
    expect(await journee(ana)).toContain('Clore les volumes, Une flotte de vélos')
    await conclure(ana, achat)
    // Qui a dit zéro ne lit pas ce que disent les autres, et ne compte pas.
    expect(await en(dina, (tx) => lireVolumes(tx, achat.id))).toEqual([])
    expect(await en(bea, (tx) => lireVolumes(tx, achat.id))).toHaveLength(2)
    expect((await en(dina, (tx) => lireAchats(tx, achat.id)))[0]?.total).toBeNull()
    const rejoindre = 'Rejoindre ou non, Une flotte de vélos'
    expect(await journee(bea)).toContain(rejoindre)
    expect(await journee(cleo)).toContain(rejoindre)
    expect(await journee(dina)).not.toContain(rejoindre)
    expect((await bea.poster(`${achat.vers}/rejoindre`, { quantite: '4' })).statut).toBe(303)
    expect((await cleo.poster(`${achat.vers}/rejoindre`, { quantite: '0' })).statut).toBe(303)
    for (const qui of [bea, cleo]) expect(await journee(qui)).not.toContain(rejoindre)
    // Qui ne rejoint pas ne lit pas qui a rejoint.
    expect(await en(cleo, (tx) => lireParticipations(tx, achat.id))).toEqual([])
    expect(await en(bea, (tx) => lireParticipations(tx, achat.id))).toHaveLength(1)
  })

  it('demande à la direction de signer l’accord des responsables conjoints, à chaque version', async () => {
    const ecrire = () =>
      ana.poster('/vivier/donnees/ecrire', { pole, contact: 'la personne déléguée, donnees@exemple.fr' })
    const ligne = 'Signer l’accord des responsables conjoints, Pôle Formation'
    expect(await journee(bea)).not.toContain(ligne)
    expect((await ecrire()).statut).toBe(303)
    expect(await journee(bea)).toContain(ligne)
    expect(await journee(compta, ['comptable'])).not.toContain(ligne)
    for (const qui of [bea, dina])
      expect((await qui.poster('/vivier/donnees/signer', { pole, rang: '1' })).statut).toBe(303)
    expect(await journee(bea)).not.toContain(ligne)
  })
})

describe('qui quitte un pôle', () => {
  it('lit d’abord ce qu’elle y laisse, puis ne prend plus rien de ce qui se prépare, garde ce qui est conclu, et sa signature ne compte plus', async () => {
    const [prepare, sien] = [await ouvrir(ana, 'Du papier'), await ouvrir(dina, 'Des chaises')]
    expect((await dire(dina, prepare.vers, '7')).statut).toBe(303)
    expect((await dire(bea, sien.vers, '3')).statut).toBe(303)
    // Une salle sans réponse : à cleo, et dina attend son tour ; une option d’ana sur un bien de dina.
    const salle = (await bea.poster('/biens-pretes/preter', bienPrete)).vers
    const heures = { objet: 'Un atelier', jour: dans(20), debut: '9 h', fin: '12 h' }
    for (const qui of [cleo, dina]) expect((await qui.poster(`${salle}/demander`, heures)).statut).toBe(303)
    await base.maintenance((tx) =>
      poserReservation(tx, { pole, prete: dina.organisme, demande: ana, titre: 'Une sono', centimes: 1_000 }),
    )
    const etats = async (qui: Connectee) =>
      (await en(qui, (tx) => lireReservations(tx))).map((r) => `${r.titre} ${r.etat}`).toSorted()
    expect(await etats(dina)).toEqual(['Salle Duras en-file', 'Une sono option'])
    // Une réponse à un appel pourvu, qui peut encore être choisie : elle se retire, et se compte.
    await base.maintenance(async (tx) => {
      const jours = [ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 30)]
      await poserReponse(tx, { pole, recoit: ana, envoie: dina, jours, debut: 540, fin: 720 })
      await sql`update mutualisation.appel set clos_le = now(), issue = 'pourvu' where organisme_id = ${ana.organisme}::uuid`.execute(
        tx,
      )
    })
    const page = (await dina.lire(`/poles/${pole}`)).texte
    for (const dit of [
      'Ce que vous prendriez de 1 achat en préparation s’efface.',
      'L’achat que vous conduisez, pas encore conclu, prend fin.',
      'Votre signature de l’accord des responsables conjoints ne compte plus',
      'Une réponse de votre coopérative à un appel du pôle se retire',
      '2 demandes de biens prêtés, en option ou dans la file, tombent.',
    ])
      expect(page).toContain(dit)
    // Rien de tel à qui ne peut pas engager sa coopérative.
    expect((await forme.lire(`/poles/${pole}`)).texte).not.toContain('engage votre coopérative')
    expect((await dina.poster(`/poles/${pole}/quitter`, { depart: 'Plus le temps.' })).statut).toBe(303)
    // Ce qui attendait tombe : la place que cleo rend ne naît pas, ferme et due, pour qui est parti.
    expect(await etats(dina)).toEqual(['Salle Duras annulee', 'Une sono annulee'])
    expect(await etats(ana)).toEqual(['Une sono annulee'])
    const [tenue] = await en(cleo, (tx) => lireReservations(tx))
    expect(tenue?.etat).toBe('ferme')
    const rendue = { reservation: tenue?.reservation ?? '', motif: 'Reportée.' }
    expect((await cleo.poster(`${salle}/annuler`, rendue)).statut).toBe(303)
    expect(await etats(dina)).toEqual(['Salle Duras annulee', 'Une sono annulee'])
    const reste = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from ressources.volume where organisme_id = ${dina.organisme}::uuid
        and achat_id = ${prepare.id}::uuid`.execute(tx),
    )
    expect(reste.rows[0]?.n).toBe(0)
    const [fini] = await en(dina, (tx) => lireAchats(tx, sien.id))
    expect(fini?.issue).toBe('La coopérative qui le conduisait a quitté le pôle.')
    expect(await en(bea, (tx) => lireAchats(tx, sien.id))).toEqual([])
    expect(await journee(bea)).not.toContain('Dire ce que vous prendriez, Des chaises')
    expect(await journee(dina)).toEqual([])
    const signataires = async () => (await en(ana, (tx) => lireConjoints(tx)))[0]?.signataires.map(([n]) => n)
    expect(await signataires()).toEqual(['Les Tisserands'])
    // Revenue, elle n’est pas tenue par une signature d’avant : sa journée la redemande.
    await base.maintenance((tx) =>
      sql`update pole.adhesion set etat = 'active', au = null where pole_id = ${pole}::uuid
        and organisme_id = ${dina.organisme}::uuid`.execute(tx),
    )
    expect(await signataires()).toEqual(['Les Tisserands'])
    expect(await journee(dina)).toContain('Signer l’accord des responsables conjoints, Pôle Formation')
    expect((await dina.poster('/vivier/donnees/signer', { pole, rang: '1' })).statut).toBe(303)
    expect((await signataires())?.toSorted()).toEqual(['Les Tisserands', 'L’Atelier'])
  })

  it('lit encore l’achat conclu qu’elle a rejoint, sans plus pouvoir le rejoindre ; l’autre y écrit, et elle aussi', async () => {
    const [achat] = (await en(bea, (tx) => lireAchats(tx))).filter((a) => a.objet === 'Une flotte de vélos')
    const vers = `/achats/${achat?.id}`
    // On ne le rejoint plus : le jour dit est passé.
    await base.maintenance((tx) =>
      sql`update ressources.achat set rejoindre_jusqu_au = current_date - 1 where id = ${achat?.id ?? ''}::uuid`.execute(
        tx,
      ),
    )
    expect((await bea.lire(`/poles/${pole}`)).texte).toContain('Vous restez dans 1 achat déjà conclu')
    expect((await bea.poster(`/poles/${pole}/quitter`, { depart: 'Ailleurs.' })).statut).toBe(303)
    expect((await bea.lire(vers)).texte).toContain('Une flotte de vélos')
    expect((await bea.poster(`${vers}/suivre`, { texte: 'Livrée.' })).statut).toBe(303)
    expect((await ana.lire(vers)).texte).toContain('Livrée.')
    expect((await bea.poster(`${vers}/rejoindre`, { quantite: '9' })).statut).toBe(409)
    // Ni les volumes des autres, ni une ligne sur sa journée.
    expect(await en(bea, (tx) => lireVolumes(tx, achat?.id as AchatId))).toEqual([])
    expect(await journee(bea)).toEqual([])
    // Qui n’a pas rejoint, et part, n’en lit plus rien.
    expect((await cleo.poster(`/poles/${pole}/quitter`, { depart: 'Ailleurs.' })).statut).toBe(303)
    expect((await cleo.lire(vers)).statut).toBe(404)
  })

  it('garde ce qu’une structure de son carnet loue, même en attente de son visa : le pôle n’y est pour rien', async () => {
    await base.maintenance((tx) =>
      sql`update organisme.organisme set cae = true where organisme_id = ${dina.organisme}::uuid`.execute(tx),
    )
    const structure = await en(dina, (tx) =>
      trouverOuCreerEntreprise(tx, m.coops.d.activite, { nom: 'Fanfare', siret: undefined }, new Date()),
    )
    const yourte = (await dina.poster('/biens-pretes/preter', { ...bienPrete, titre: 'Une yourte' })).vers
    // Qui ne vise pas la note : elle attend un visa ; qui vise, elle est ferme.
    for (const [qui, n] of [
      [dora, 20],
      [dina, 21],
    ] as const) {
      const heures = { jour: dans(n), debut: '9 h', fin: '12 h' }
      const louee = { structure, objet: 'Une répétition', configuration: '', ...heures }
      expect((await qui.poster(`${yourte}/pour`, louee)).statut).toBe(303)
    }
    const louees = async () =>
      (await en(dina, (tx) => lireReservations(tx)))
        .filter((r) => r.titre === 'Une yourte')
        .map((r) => [r.etat, r.aViser])
        .toSorted()
    const attendues = [
      ['ferme', false],
      ['option', true],
    ]
    expect(await louees()).toEqual(attendues)
    const page = (await dina.lire(`/poles/${pole}`)).texte
    for (const dit of ['Une demande d’un bien prêté', 'Une réservation d’un bien prêté reste tenue'])
      expect(page).not.toContain(dit)
    expect((await dina.poster(`/poles/${pole}/quitter`, { depart: 'Encore.' })).statut).toBe(303)
    expect(await louees()).toEqual(attendues)
  })
})
