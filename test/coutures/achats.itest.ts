/** Acheter ensemble, et ce que le pôle cherche sans trouver : ce que chacune tait aux autres, et ce qu’une somme ne dit pas. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { poleModule } from '#modules/pole/index.ts'
import { moduleRessources } from '#modules/ressources/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { poserDecision, poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import {
  decisionsANommer,
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
const lectures = [lireVolumes, lireOffres, lireParticipations, lireSuivis] as const
/** Ni qui est d’ailleurs, ni un rôle, ni une seule enseigne, ni un lien, ni qui n’est pas entré n’y lit rien ; bea, elle, lit ceci. */
const muets = async (id: AchatId, pleines: readonly (typeof lectures)[number][]) => {
  for (const lire of pleines)
    expect(await en(bea, (tx) => lire(tx, id) as Promise<unknown[]>)).not.toEqual([])
  for (const lire of [lireAchats, ...lectures] as ((tx: TenantTx, a: AchatId) => Promise<unknown[]>)[]) {
    for (const qui of [theo, union, forme]) expect(await en(qui, (tx) => lire(tx, id))).toEqual([])
    for (const acces of [{}, { personne: bea.personne, portee: [] }])
      expect(await base.enTantQue(bea.organisme, acces, (tx) => lire(tx, id))).toEqual([])
    expect(await base.db.withoutTenant((tx) => lire(tx as never, id))).toEqual([])
  }
}
/** Ce qu’une coopérative est du pôle. */
const adhesion = (qui: Connectee, etat: 'active' | 'sortie') =>
  base.maintenance((tx) =>
    sql`update pole.adhesion set etat = ${etat}, au = case when ${etat} = 'sortie' then current_date end
      where pole_id = ${pole}::uuid and organisme_id = ${qui.organisme}::uuid`.execute(tx),
  )
const ouvrir = async (qui: Connectee, plus: Record<string, string> = {}) => {
  const r = await qui.poster('/achats/ouvrir', {
    pole,
    genre: 'assurance',
    objet: 'Une assurance',
    besoin: 'Une assurance commune à toutes.',
    unite: 'contrats',
    volumesJusquAu: dans(5),
    ...plus,
  })
  return { ...r, id: r.vers.split('/').at(-1) as AchatId }
}

describe('un achat préparé ensemble', () => {
  it('va du besoin au suivi, chacune ne lisant que son volume jusqu’à la clôture', async () => {
    // Ni prix de vente, ni client, ni tarif : les champs, tous.
    const formulaire = (await ana.lire('/achats/ouvrir')).texte.split('<main')[1] ?? ''
    expect([...formulaire.matchAll(/ name="([a-zA-Z]+)"/g)].map((x) => x[1])).toEqual([
      'pole',
      'genre',
      'objet',
      'besoin',
      'unite',
      'volumesJusquAu',
    ])
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
    for (const qui of [theo, union, forme])
      expect(await en(qui, (tx) => direVolume(tx, id, 3, '', new Date()))).toMatch(/refuse|introuvable/)
    await muets(id, [])
    expect((await forme.lire('/achats')).statut).toBe(403)
    expect((await theo.lire(ici)).statut).toBe(404)
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
    // Une décision d’avant la clôture ne se propose pas : le vote reste à ouvrir, et la page y mène.
    const avantLeVote = (await ana.lire(ici)).texte
    expect(avantLeVote).toContain(`/poles/${pole}/decisions/nouvelle`)
    expect(avantLeVote).not.toContain(`value="${decision}"`)
    expect(avantLeVote).not.toContain('S’il est fait')
    expect(avantLeVote).not.toContain('Volumes à dire')
    expect((await bea.poster(`${ici}/rejoindre`, { quantite: '2' })).statut).toBe(409)
    await voter(1)
    const apresLeVote = (await ana.lire(ici)).texte
    expect(apresLeVote).toContain('S’il est fait, nommez ci-dessous la décision qui choisit')
    expect(apresLeVote).toContain(`value="${decision}"`)
    // À qui conduit l’achat, elle seule, pour toute sa coopérative.
    expect((await en(ana, (tx) => decisionsANommer(tx, { id, pole }))).map((d) => d.id)).toEqual([decision])
    for (const qui of [bea, theo, union, forme])
      expect(await en(qui, (tx) => decisionsANommer(tx, { id, pole }))).toEqual([])
    for (const acces of [{}, { personne: ana.personne, portee: [] }])
      expect(await base.enTantQue(ana.organisme, acces, (tx) => decisionsANommer(tx, { id, pole }))).toEqual(
        [],
      )
    expect(await base.db.withoutTenant((tx) => decisionsANommer(tx as never, { id, pole }))).toEqual([])
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
    // Tout y est : les mêmes ne lisent toujours rien, et bea lit tout.
    await muets(id, lectures)
    expect((await bea.poster(`${ici}/rejoindre`, { quantite: '0' })).statut).toBe(303)
    expect(await en(bea, (tx) => lireParticipations(tx, id))).toEqual([])
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

describe('qui ruse', () => {
  it('ne double pas l’achat d’une autre, ni n’y lit', async () => {
    const { vers, id } = await ouvrir(ana)
    expect((await bea.poster(`${vers}/dire`, { quantite: '4', mot: 'SECRET-DE-BEA' })).statut).toBe(303)
    expect(
      (
        await dina.poster('/achats/ouvrir', {
          _jeton: id,
          pole,
          genre: 'autre',
          objet: 'Le double',
          besoin: 'Le même identifiant, ailleurs.',
          unite: 'contrats',
          volumesJusquAu: dans(5),
        })
      ).statut,
    ).toBe(409)
    expect((await en(cleo, (tx) => lireAchats(tx, id))).map((a) => a.cooperative)).toEqual(['Langue & Lien'])
    expect(await en(dina, (tx) => lireVolumes(tx, id))).toEqual([])
  })

  it('et quitte le pôle ne clôt plus, et ne lit plus les volumes ; une autre partie n’y est plus lue, et ôte le sien', async () => {
    const { vers, id } = await ouvrir(ana)
    for (const qui of [ana, bea, cleo, dina])
      expect((await qui.poster(`${vers}/dire`, { quantite: '4', mot: '' })).statut).toBe(303)
    await adhesion(ana, 'sortie')
    expect((await ana.poster(`${vers}/clore`)).statut).toBe(409)
    await adhesion(ana, 'active')
    await adhesion(dina, 'sortie')
    expect(await en(dina, (tx) => direVolume(tx, id, null, '', new Date()))).toBe('ote')
    expect(await en(dina, (tx) => direVolume(tx, id, 2, '', new Date()))).toBe('introuvable')
    await adhesion(dina, 'active')
    expect((await dina.poster(`${vers}/dire`, { quantite: '7', mot: '' })).statut).toBe(303)
    expect((await ana.poster(`${vers}/clore`)).statut).toBe(303)
    expect(await en(ana, (tx) => lireVolumes(tx, id))).toHaveLength(4)
    await adhesion(dina, 'sortie')
    expect(await en(ana, (tx) => lireVolumes(tx, id))).toHaveLength(3)
    expect((await en(bea, (tx) => lireAchats(tx, id)))[0]?.total).toBe(12)
    await adhesion(dina, 'active')
    await adhesion(ana, 'sortie')
    expect(await en(ana, (tx) => lireVolumes(tx, id))).toEqual([])
    const [a] = await en(ana, (tx) => lireAchats(tx, id))
    expect([a?.dites, a?.total]).toEqual([null, null])
    for (const [geste, dit] of [
      ['noter', { fournisseur: 'Dehors', prix: '1', conditions: '' }],
      ['finir', { issue: 'Fini de dehors.' }],
    ] as const)
      expect((await ana.poster(`${vers}/${geste}`, dit)).statut, geste).toBe(409)
    await adhesion(ana, 'active')
  })

  it('ne retient pas une offre sur ce que le pôle a rejeté, ni deux achats sur une même décision', async () => {
    const prets: { readonly vers: string; readonly offre: string }[] = []
    for (const objet of ['Un fournisseur', 'Un autre fournisseur']) {
      const { vers, id } = await ouvrir(bea, { objet })
      await bea.poster(`${vers}/clore`)
      await bea.poster(`${vers}/noter`, { fournisseur: 'Chère & Fils', prix: '9', conditions: '' })
      prets.push({ vers, offre: (await en(bea, (tx) => lireOffres(tx, id)))[0]?.id ?? '' })
    }
    const voulue = await base.maintenance((tx) => poserDecision(tx, pole, bea))
    const retenir = (i: number) =>
      bea.poster(`${prets[i]?.vers}/retenir`, {
        offre: prets[i]?.offre ?? '',
        decision: voulue,
        conditions: 'Payée à la commande.',
        jusquAu: dans(30),
      })
    const juger = (adoptee: boolean) =>
      base.maintenance((tx) =>
        sql`update pole.decision set adoptee = ${adoptee}, close_le = now() + interval '1 hour' where id = ${voulue}::uuid`.execute(
          tx,
        ),
      )
    await juger(false)
    // Elle conduit l’achat sans animer le pôle : la page ne la mène pas à un refus, ni ne propose ce qu’un autre achat a nommé.
    const avant = (await bea.lire(prets[0]?.vers ?? '')).texte
    expect(avant).toContain('Demandez à qui anime le pôle d’ouvrir le vote')
    for (const absent of ['/decisions/nouvelle', `value="${decision}"`]) expect(avant).not.toContain(absent)
    expect((await retenir(0)).texte).toContain('qu’il a adoptée')
    expect((await bea.lire(prets[0]?.vers ?? '')).texte).not.toContain(voulue)
    await juger(true)
    const votee = (await bea.lire(prets[0]?.vers ?? '')).texte
    expect(votee).toContain(voulue)
    expect(votee).toContain('S’il est fait, nommez ci-dessous la décision qui choisit')
    expect((await retenir(0)).statut).toBe(303)
    expect((await bea.lire(prets[1]?.vers ?? '')).texte).not.toContain(voulue)
    expect((await retenir(1)).texte).toContain('n’a choisi d’aucun autre achat')
  })

  it('passé le jour dit, la page ne propose plus de dire son volume', async () => {
    const { vers, id } = await ouvrir(ana)
    expect((await bea.lire(vers)).texte).toContain('Dire notre volume')
    await base.maintenance((tx) =>
      sql`update ressources.achat set volumes_jusqu_au = current_date - 2 where id = ${id}::uuid`.execute(tx),
    )
    expect((await bea.lire(vers)).texte).not.toContain('Dire notre volume')
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
    // Qui l’a dite ne compte pas pour elle-même ; que tout le pôle l’ait dite ne se montre à personne.
    expect(await en(bea, (tx) => lireTensions(tx))).toEqual([])
    // Retiré : la somme redescend, et ne se montre plus.
    const [sien] = await en(ana, (tx) => lireManques(tx))
    expect((await bea.poster('/achats/tensions/retirer', { manque: sien?.id ?? '' })).statut).toBe(409)
    expect((await ana.poster('/achats/tensions/retirer', { manque: sien?.id ?? '' })).statut).toBe(303)
    expect(await en(dina, (tx) => lireTensions(tx))).toEqual([])
    expect(await en(ana, (tx) => lireManques(tx))).toEqual([])
    // La redire aussitôt ne sonde pas le pôle.
    expect((await dire(ana)).texte).toContain('moins de trente jours')
    expect(await en(dina, (tx) => lireTensions(tx))).toEqual([])
  })
})
