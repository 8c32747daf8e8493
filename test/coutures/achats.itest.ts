/** Acheter ensemble, et ce que le pôle cherche sans trouver : ce que chacune tait aux autres, et ce qu’une somme ne dit pas. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { poleModule } from '#modules/pole/index.ts'
import { moduleRessources } from '#modules/ressources/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import {
  lireAchats,
  lireOffres,
  lireParticipations,
  lireSuivis,
  lireVolumes,
} from '../../src/modules/ressources/db/achats.ts'
import { direVolume, retenirOffre } from '../../src/modules/ressources/db/achats-portes.ts'
import { lireManques, lireTensions } from '../../src/modules/ressources/db/tensions.ts'
import type { AchatId, OffreRecueId } from '../../src/modules/ressources/domain/achats.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleRessources()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui', d: 'L’Atelier', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
    dina: { roles: ['responsable'], chez: 'd' },
    theo: { roles: ['responsable'], chez: 'tierce' },
    union: { roles: ['responsable'], chez: 'tierce', union: true },
    forme: { roles: ['formateur'], chez: 'b' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, bea, cleo, dina, theo, union, forme } = m
const { pole, decision } = await base.maintenance((tx) => poserPole(tx, [ana, bea, cleo, dina]))
/** Quand le pôle a voté, en heures d’ici. */
const voter = (heures: number) =>
  base.maintenance((tx) =>
    sql`update pole.decision set close_le = now() + make_interval(hours => ${heures}) where id = ${decision}::uuid`.execute(
      tx,
    ),
  )
await voter(-24)
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const dans = (jours: number) =>
  formaterDate(jourLocal(new Date(Date.now() + jours * 86_400_000), ZONE_PAR_DEFAUT), 'chiffres')
const fermes = async () => [
  await base.enTantQue(ana.organisme, {}, (tx) => lireAchats(tx)),
  await base.enTantQue(ana.organisme, { personne: ana.personne, portee: [] }, (tx) => lireAchats(tx)),
  await base.db.withoutTenant((tx) => lireAchats(tx as never)),
]

describe('un achat préparé ensemble', () => {
  it('va du besoin au suivi, chacune ne lisant que son volume jusqu’à la clôture', async () => {
    const formulaire = (await ana.lire('/achats/ouvrir')).texte
    expect([...formulaire.matchAll(/name="([a-zA-Z]+)"/g)].map((x) => x[1])).not.toContain('vente')
    const ouvert = await ana.poster('/achats/ouvrir', {
      pole,
      genre: 'certificateur',
      objet: 'Certificateur Qualiopi',
      besoin: 'Un audit de renouvellement chacune, la même année.',
      unite: 'audits',
      volumesJusquAu: dans(20),
    })
    expect(ouvert.statut).toBe(303)
    const ici = ouvert.vers
    const id = ici.split('/').at(-1) as AchatId
    for (const [qui, combien, mot] of [
      [ana, '2', 'au printemps'],
      [bea, '5', 'SECRET-DE-BEA'],
      [cleo, '1', ''],
    ] as const)
      expect((await qui.poster(`${ici}/dire`, { quantite: combien, mot })).statut).toBe(303)
    // Avant la clôture : ni les autres, ni leur nombre, ni le total ; pas même à qui conduit l’achat.
    for (const qui of [ana, cleo, dina]) {
      expect(await en(qui, (tx) => lireVolumes(tx, id))).toEqual([])
      const [a] = await en(qui, (tx) => lireAchats(tx, id))
      expect([a?.dites, a?.total]).toEqual([null, null])
      expect((await qui.lire(ici)).texte).not.toContain('SECRET-DE-BEA')
    }
    expect((await en(bea, (tx) => lireAchats(tx, id)))[0]?.notreVolume).toBe(5)
    // Ni une tierce, ni l’Union, ni un rôle qui n’y prend pas part, ni une seule enseigne, ni un lien, ni qui n’est pas entré.
    for (const qui of [theo, union, forme]) {
      expect(await en(qui, (tx) => lireAchats(tx))).toEqual([])
      expect(await en(qui, (tx) => direVolume(tx, id, 3, '', new Date()))).toMatch(/refuse|introuvable/)
      for (const lire of [lireVolumes, lireOffres, lireParticipations, lireSuivis])
        expect(await en(qui, (tx) => lire(tx, id) as Promise<unknown>)).toEqual([])
    }
    expect((await forme.lire('/achats')).statut).toBe(403)
    expect((await theo.lire(ici)).statut).toBe(404)
    expect(await fermes()).toEqual([[], [], []])
    expect([302, 303, 401]).toContain((await m.sansCompte.lire(ici)).statut)
    // Qui conduit l’achat le clôt, elle seule ; ensuite rien ne s’y dit plus.
    expect((await bea.poster(`${ici}/clore`)).statut).toBe(409)
    expect(
      (await ana.poster(`${ici}/noter`, { fournisseur: 'Trop tôt', prix: '1', conditions: '' })).statut,
    ).toBe(409)
    expect((await ana.poster(`${ici}/clore`)).statut).toBe(303)
    expect((await dina.poster(`${ici}/dire`, { quantite: '9', mot: '' })).texte).toContain('clos')
    expect((await cleo.lire(ici)).texte).toContain('SECRET-DE-BEA')
    expect((await dina.lire(ici)).texte).not.toContain('SECRET-DE-BEA')
    expect((await dina.lire(ici)).texte).toContain('3 coopératives, 8 audits en tout')
    // Les offres, puis le choix : un vote du pôle, d’après la clôture.
    for (const [fournisseur, prix] of [
      ['Certif’Ouest', '980'],
      ['Audit & Cie', '1 040'],
    ] as const)
      expect(
        (await ana.poster(`${ici}/noter`, { fournisseur, prix, conditions: 'déplacements compris' })).statut,
      ).toBe(303)
    const [offre] = await en(bea, (tx) => lireOffres(tx, id))
    expect(offre?.fournisseur).toBe('Certif’Ouest')
    const retenir = () =>
      ana.poster(`${ici}/retenir`, {
        offre: offre?.id ?? '',
        decision,
        conditions: 'Trois ans, payés à l’audit.',
        jusquAu: dans(30),
      })
    expect((await retenir()).texte).toContain('Le pôle vote après la clôture')
    expect((await bea.poster(`${ici}/rejoindre`, { quantite: '2' })).statut).toBe(409)
    await voter(1)
    expect(
      await en(bea, (tx) =>
        retenirOffre(
          tx,
          id,
          {
            offre: offre?.id as OffreRecueId,
            decision: decision as never,
            conditions: 'Les siennes.',
            jusquAu: '2099-01-01' as never,
          },
          new Date(),
        ),
      ),
    ).toBe('introuvable')
    expect((await retenir()).statut).toBe(303)
    // Qui rejoint lit qui a rejoint ; les autres, non.
    for (const qui of [ana, bea])
      expect((await qui.poster(`${ici}/rejoindre`, { quantite: '2' })).statut).toBe(303)
    expect((await en(bea, (tx) => lireParticipations(tx, id))).map((p) => p.cooperative)).toEqual([
      'Langue & Lien',
      'Les Tisserands',
    ])
    expect(await en(cleo, (tx) => lireParticipations(tx, id))).toEqual([])
    expect((await cleo.poster(`${ici}/suivre`, { texte: 'Rien à dire' })).statut).toBe(409)
    expect((await bea.poster(`${ici}/suivre`, { texte: 'Audit passé sans écart.' })).statut).toBe(303)
    expect((await ana.lire(ici)).texte).toContain('Audit passé sans écart.')
    expect((await bea.poster(`${ici}/rejoindre`, { quantite: '0' })).statut).toBe(303)
    expect((await ana.poster(`${ici}/finir`, { issue: 'Signé avec Certif’Ouest.' })).statut).toBe(303)
    expect((await bea.poster(`${ici}/rejoindre`, { quantite: '1' })).statut).toBe(409)
    expect((await bea.lire('/achats?format=csv')).texte).toContain('Certificateur Qualiopi')
  })

  it('d’un poste partagé, dit qui l’emploie avant de compter des heures', async () => {
    const ouvert = await bea.poster('/achats/ouvrir', {
      pole,
      genre: 'poste',
      objet: 'Une coordination pédagogique à mi-temps',
      besoin: 'Préparer les sessions communes et tenir les preuves.',
      unite: 'heures par mois',
      volumesJusquAu: dans(10),
    })
    expect((await cleo.lire(ouvert.vers)).texte).toContain('L1253-1')
  })

  it('ne laisse passer aucun volume sous la clôture : ce qui se dit en même temps est lu, ou refusé', async () => {
    const { vers } = await ana.poster('/achats/ouvrir', {
      pole,
      genre: 'logiciel',
      objet: 'Visio',
      besoin: 'Un outil pour toutes les réunions.',
      unite: 'licences',
      volumesJusquAu: dans(5),
    })
    const id = vers.split('/').at(-1) as AchatId
    const [clos, ...dits] = await Promise.all([
      ana.poster(`${vers}/clore`),
      ...[bea, cleo, dina].map((qui, i) => qui.poster(`${vers}/dire`, { quantite: String(i + 1), mot: '' })),
    ])
    expect(clos?.statut).toBe(303)
    const lus = await en(ana, (tx) => lireVolumes(tx, id))
    expect(lus).toHaveLength(dits.filter((d) => d.statut === 303).length)
  })
})

describe('ce que le pôle cherche sans trouver', () => {
  it('se dit en sommes de trois au moins, jamais de qui', async () => {
    const dire = (qui: Connectee) => qui.poster('/achats/tensions/dire', { pole, nsf: '326' })
    expect([(await dire(ana)).statut, (await dire(bea)).statut, (await dire(bea)).statut]).toEqual([
      303, 303, 303,
    ])
    expect(await en(cleo, (tx) => lireTensions(tx))).toEqual([])
    expect((await dire(cleo)).statut).toBe(303)
    const [t] = await en(dina, (tx) => lireTensions(tx))
    expect([t?.nsf, t?.cooperatives]).toEqual(['326', 3])
    const page = (await dina.lire('/achats/tensions')).texte
    expect(page).toContain('Informatique')
    for (const nom of ['Langue &amp; Lien', 'Tisserands', 'Terre d’Appui'])
      expect(page.split('<main')[1]).not.toContain(nom)
    expect(await en(dina, (tx) => lireManques(tx))).toEqual([])
    expect(await en(bea, (tx) => lireManques(tx))).toHaveLength(1)
    for (const qui of [theo, union]) expect(await en(qui, (tx) => lireTensions(tx))).toEqual([])
    expect(await base.enTantQue(ana.organisme, {}, (tx) => lireTensions(tx))).toEqual([])
    expect(
      await base.enTantQue(bea.organisme, { personne: bea.personne, portee: [] }, (tx) => lireManques(tx)),
    ).toEqual([])
    // Retiré : la somme redescend, et se tait.
    const [sien] = await en(ana, (tx) => lireManques(tx))
    expect((await bea.poster('/achats/tensions/retirer', { manque: sien?.id ?? '' })).statut).toBe(409)
    expect((await ana.poster('/achats/tensions/retirer', { manque: sien?.id ?? '' })).statut).toBe(303)
    expect(await en(dina, (tx) => lireTensions(tx))).toEqual([])
  })
})
