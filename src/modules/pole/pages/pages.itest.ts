// Long parce que les pages se suivent sur un même pôle, de sa fondation à ses votes.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { monde } from '../../../../test/monde/index.ts'
import { accueillirCooperative, inviter } from '../jobs/envoyer.job.ts'
import { poleModule } from '../module.ts'
import { unPole } from '../test/batir.ts'

const m = await monde({
  modules: [poleModule],
  coops: { langue: 'Langue & Lien', tisserands: 'Les Tisserands', etrangere: 'Étrangère' },
  gens: {
    anime: { roles: ['responsable'], union: true },
    collegue: 'formateur',
    deleguee: 'dpo',
    claire: { roles: ['responsable'], chez: 'tisserands' },
    dehors: { roles: ['responsable'], chez: 'etrangere' },
  },
})
const { worker, anime, collegue, deleguee, claire, dehors } = m
const { langue, tisserands, etrangere } = m.coops

const pole = await unPole(anime, { entree: 'visa', courriel: 'pole@exemple.example' })
const uuid = (chemin: string, rang = -1) => chemin.match(/[0-9a-f-]{36}/g)?.at(rang) ?? ''
const convocation = {
  titre: 'Première rencontre',
  format: 'demi-journee',
  jour: '10/12/2026',
  de: '14 h',
  a: '17 h',
  zone: 'Europe/Paris',
  hote: 'Langue & Lien',
  lieu: '12 rue du Chapeau-Rouge',
  visio: 'https://visio.example/secret',
}
const reunion = (await anime.aller(`${pole}/reunions/nouvelle`, convocation)).vers
await claire.aller('/poles/formation/rejoindre', { cherche: 'une salle', propose: 'des formatrices' })
await anime.aller(`${pole}/visas`, { cooperative: tisserands.organisme, geste: 'oui' })

beforeEach(() => m.regler())

describe('fonder et rejoindre', () => {
  it('qui fonde anime ; la page du pôle dit qui en est, et ce que chacune cherche', async () => {
    const { texte } = await anime.aller(pole)
    for (const t of [
      'Pôle Formation',
      'Les Tisserands',
      'une salle',
      'des formatrices',
      'Convoquer une rencontre',
    ])
      expect(texte).toContain(t)
  })
  it('le même nom ne se prend pas deux fois, le même envoi ne fonde qu’une fois', async () => {
    const corps = {
      nom: 'Pôle Essonne',
      genre: 'territorial',
      raison: 'Se voir entre voisines.',
      entree: 'libre',
    }
    const _jeton = newId()
    const une = await anime.aller('/poles/nouveau', { ...corps, _jeton })
    const deux = await anime.aller('/poles/nouveau', { ...corps, _jeton })
    expect([une.statut, deux.statut, deux.vers]).toEqual([303, 303, une.vers])
    const autre = await claire.aller('/poles/propositions/nouvelle', { ...corps, departement: '91' })
    expect([autre.statut, autre.texte.includes('porte déjà ce nom')]).toEqual([409, true])
    expect((await claire.aller('/poles/nouveau', corps)).statut).toBe(403)
  })
  it('se cherche sans accent ; sans réponse, la page le dit', async () => {
    expect((await dehors.aller('/poles?q=POLE+formation')).texte).toContain('Rejoindre')
    expect((await dehors.aller('/poles?q=zzz')).texte).toContain('Aucun pôle ne répond')
    expect((await dehors.aller('/poles?q=%00%ff')).statut).toBe(200)
  })
  it('un pôle qui ne se montre pas n’est ni listé, ni à rejoindre', async () => {
    await anime.aller('/poles/nouveau', {
      nom: 'Pôle Discret',
      genre: 'metier',
      raison: 'Se parler entre soi.',
      entree: 'libre',
    })
    expect((await dehors.aller('/poles')).texte).not.toContain('Discret')
    expect((await dehors.aller('/poles/discret/rejoindre')).statut).toBe(404)
    expect((await dehors.aller('/poles/discret/rejoindre', {})).statut).toBe(404)
  })
  it('demander deux fois n’écrit qu’un accusé ; déclinée, la demande se refait', async () => {
    const neuve = await m.fonder('Atelier des Savoirs')
    const elle = await m.entrer(neuve.organisme, { roles: ['administration'] })
    const accuses = async () => (await m.courriels()).filter((m) => m.a === elle.courriel)
    await elle.aller('/poles/formation/rejoindre', { cherche: '', propose: '' })
    await elle.aller('/poles/formation/rejoindre', { cherche: '', propose: '' })
    expect((await accuses()).map((m) => m.objet)).toEqual(['Votre demande est arrivée\u00a0: Pôle Formation'])
    expect((await accuses())[0]?.texte).toContain('jeudi 10\u00a0décembre 2026')
    expect((await elle.aller(pole)).statut).toBe(404)
    expect((await anime.aller(pole)).texte).toContain('Atelier des Savoirs')
    expect((await claire.aller(pole)).texte).not.toContain('Atelier des Savoirs')
    await anime.aller(`${pole}/visas`, { cooperative: neuve.organisme, geste: 'non' })
    expect((await elle.aller(pole)).statut).toBe(404)
    await elle.aller('/poles/formation/rejoindre', { cherche: '', propose: '' })
    expect(await accuses()).toHaveLength(2)
  })
  it('quitter demande un motif et un mandat ; seule à animer, on confie d’abord', async () => {
    expect((await anime.aller(`${pole}/quitter`, { depart: '' })).statut).toBe(422)
    const seule = await anime.aller(`${pole}/quitter`, { depart: 'Plus le temps.' })
    expect([seule.statut, seule.texte.includes('confiez l’animation')]).toEqual([409, true])
    expect((await collegue.aller(`${pole}/quitter`, { depart: 'Au revoir.' })).statut).toBe(403)
  })
})

describe('ce qui est fermé', () => {
  const id = uuid(pole)
  it.each([
    [pole],
    [`${pole}?format=csv`],
    [`${pole}?format=csv&liste=engagements`],
    [`${pole}/reglages`],
    [`${pole}/reunions/nouvelle`],
    [reunion],
    [`${reunion}/modifier`],
    [`${reunion}/retour`],
    [`${pole}/decisions/nouvelle`],
    [`${pole}/decisions/${newId()}`],
    [`/poles/${newId()}`],
    ['/poles/pas-un-uuid'],
  ])('%s n’existe pas pour qui n’en est pas', async (chemin) => {
    expect((await dehors.aller(chemin)).statut).toBe(404)
  })
  it.each([
    ['/visas', { cooperative: tisserands.organisme, geste: 'oui' }],
    ['/animation', { anime: `${tisserands.organisme} ${claire.personne}` }],
    ['/reglages', { nom: 'Volé', raison: 'Dix signes au moins.', entree: 'libre', etat: 'actif' }],
    ['/reunions/nouvelle', convocation],
    [
      '/decisions/nouvelle',
      { genre: 'sens', titre: 'Une question', quorum: '0', part: '50', ferme: '10/12/2026' },
    ],
  ])('%s demande d’animer', async (suite, corps) => {
    for (const elle of [collegue, claire])
      expect((await elle.aller(`${pole}${suite}`, corps)).statut).toBe(403)
    expect((await dehors.aller(`${pole}${suite}`, corps)).statut).toBe(404)
    expect((await deleguee.aller(`${pole}${suite}`, corps)).statut).toBe(403)
  })
  it.each([
    ['themes', { themes: 'Un thème' }],
    ['rangements', {}],
    ['presences', { invites: '' }],
    ['recit', { recit: 'Volé.' }],
    ['etat', {}],
    ['annuler', { motif: 'Parce que.' }],
    ['compte-rendu', { geste: 'valide' }],
    ['retour', {}],
    ['modifier', convocation],
  ])('rencontre : %s demande d’animer', async (geste, corps) => {
    for (const elle of [collegue, claire, deleguee])
      expect((await elle.aller(`${reunion}/${geste}`, corps)).statut).toBe(403)
    expect((await dehors.aller(`${reunion}/${geste}`, corps)).statut).toBe(404)
  })
  it('une déléguée à la protection des données lit et n’écrit rien ; sans compte, on va se connecter', async () => {
    expect((await deleguee.aller(reunion)).statut).toBe(200)
    for (const [geste, corps] of [
      ['reponse', { dit: 'oui' }],
      ['points', { point: 'Un point' }],
      ['enjeux', { enjeu: 'Un enjeu' }],
    ] as const)
      expect((await deleguee.aller(`${reunion}/${geste}`, corps)).statut).toBe(403)
    const nue = await m.app.request(`${m.origine}${pole}`)
    expect([nue.status, nue.headers.get('location')?.startsWith('/connexion')]).toEqual([303, true])
    expect(id).not.toBe('')
  })
})

describe('la rencontre', () => {
  it('se convoque une fois par envoi, et invite chaque mandatée une fois, même si la tâche repasse', async () => {
    const _jeton = newId()
    const corps = { ...convocation, titre: 'Deuxième rencontre', jour: '12/01/2027', _jeton }
    const une = await anime.aller(`${pole}/reunions/nouvelle`, corps)
    const deux = await anime.aller(`${pole}/reunions/nouvelle`, corps)
    expect(deux.vers).toBe(une.vers)
    const charge: JobPayload = { organisme: langue.organisme, pole: uuid(pole), reunion: uuid(une.vers) }
    await inviter(charge, worker)
    await inviter(charge, worker)
    const recues = (await m.courriels()).filter((m) => m.objet.startsWith('Deuxième rencontre'))
    expect(recues.map((m) => m.a).sort()).toEqual([anime.courriel, claire.courriel].sort())
    expect(recues[0]?.texte).toContain(une.vers)
    expect(recues[0]?.texte).toContain('https://visio.example/secret')
  })
  it('chez un membre, l’adresse ne se recopie pas : son siège, à défaut la dernière où l’on s’y est retrouvé', async () => {
    const chez = (hote: string, jour: string) =>
      anime.aller(`${pole}/reunions/nouvelle`, {
        ...convocation,
        hote,
        lieu: '',
        visio: '',
        jour,
        _jeton: newId(),
      })
    const { vers } = await chez('langue & lien', '14/01/2027')
    expect((await anime.aller(vers)).texte).toContain('12 rue du Chapeau-Rouge')
    const sans = await chez('Les Tisserands', '15/01/2027')
    expect([sans.statut, sans.texte.includes('Dites où l’on se retrouve')]).toEqual([422, true])
    await m.base.maintenance((tx) =>
      sql`update organisme.organisme set adresse = '4 quai des Tisserands', code_postal = '29200', ville = 'Brest'
        where organisme_id = ${tisserands.organisme}`.execute(tx),
    )
    // Une rencontre tenue chez elle, mais ailleurs, ne fait pas oublier son siège.
    const ailleurs = {
      ...convocation,
      hote: 'Les Tisserands',
      lieu: 'Salle des fêtes',
      visio: '',
      jour: '15/01/2027',
    }
    expect((await anime.aller(`${pole}/reunions/nouvelle`, { ...ailleurs, _jeton: newId() })).statut).toBe(
      303,
    )
    const siege = await chez('Les Tisserands', '16/01/2027')
    expect((await anime.aller(siege.vers)).texte).toContain('4 quai des Tisserands, 29200 Brest')
  })
  it('la bienvenue d’une coopérative visée part une fois, avec la prochaine date', async () => {
    const charge: JobPayload = {
      organisme: langue.organisme,
      pole: uuid(pole),
      cooperative: tisserands.organisme,
    }
    await accueillirCooperative(charge, worker)
    await accueillirCooperative(charge, worker)
    const recues = (await m.courriels()).filter((m) => m.objet.startsWith('Bienvenue'))
    expect(recues.map((m) => m.a)).toEqual([claire.courriel])
    expect(recues[0]?.texte).toContain('10\u00a0décembre 2026')
  })
  it('une tâche forgée pour un pôle dont on n’est pas n’envoie rien', async () => {
    const avant = (await m.courriels()).length
    await inviter({ organisme: etrangere.organisme, pole: uuid(pole), reunion: uuid(reunion) }, worker)
    await accueillirCooperative(
      { organisme: etrangere.organisme, pole: uuid(pole), cooperative: tisserands.organisme },
      worker,
    )
    expect(await m.courriels()).toHaveLength(avant)
  })
  it('chacune répond, propose un point et dit un enjeu ; deux fois le même envoi n’écrit qu’une ligne', async () => {
    const _jeton = newId()
    for (const dit of ['non', 'oui']) await claire.aller(`${reunion}/reponse`, { dit })
    for (let i = 0; i < 2; i += 1)
      await claire.aller(`${reunion}/points`, { _jeton, point: 'Les prêts <b>', minutes: '30' })
    const jetonEnjeu = newId()
    for (let i = 0; i < 2; i += 1)
      await collegue.aller(`${reunion}/enjeux`, { _jeton: jetonEnjeu, enjeu: 'Seule, je ne réponds pas.' })
    const { texte } = await anime.aller(reunion)
    expect(texte.match(/Les prêts &lt;b&gt;/g)).toHaveLength(1)
    expect(texte.match(/Seule, je ne réponds pas\./g)).toHaveLength(1)
    expect(texte).toContain(', Les Tisserands : vient')
    expect(texte).not.toContain('ne vient pas</li>')
  })
  it('un thème devient un groupe, une seule fois ; un enjeu d’une autre rencontre ne s’y range pas', async () => {
    await anime.aller(`${reunion}/themes`, { themes: 'Les appels d’offres\n\nles appels d’offres' })
    await anime.aller(`${reunion}/themes`, { themes: 'Les appels d’offres' })
    const page = (await anime.aller(reunion)).texte
    const theme = /<option value="([0-9a-f-]{36})">Les appels d’offres<\/option>/.exec(page)?.[1] ?? ''
    const enjeu = /name="rangement\[0\]\.enjeu" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
    expect(page.match(/<h3>Les appels d’offres<\/h3>/g)).toHaveLength(1)
    const ailleurs = await anime.aller(`${reunion}/rangements`, {
      'rangement[0].enjeu': newId(),
      'rangement[0].theme': theme,
    })
    expect(ailleurs.statut).toBe(409)
    expect(
      (
        await anime.aller(`${reunion}/rangements`, {
          'rangement[0].enjeu': enjeu,
          'rangement[0].theme': theme,
        })
      ).statut,
    ).toBe(303)
    for (const mandat of ['Préparer une réponse commune.', 'Un second mandat.'])
      await anime.aller(`${reunion}/groupes`, { theme, mandat })
    const apres = (await anime.aller(pole)).texte
    expect(apres).toContain('Préparer une réponse commune.')
    expect(apres).not.toContain('Un second mandat.')
    const groupe = /name="groupe" value="([0-9a-f-]{36})"/.exec(apres)?.[1] ?? ''
    expect((await claire.aller(`${pole}/groupes`, { groupe })).statut).toBe(403)
    for (let i = 0; i < 2; i += 1) await anime.aller(`${pole}/groupes`, { groupe })
    expect((await claire.aller(pole)).texte).toContain('clos le 24\u00a0novembre 2026')
  })
  it('ne se tient pas avant l’heure, et garde ce qu’on a écrit sous un refus', async () => {
    const tot = await anime.aller(`${reunion}/etat`, {})
    expect([tot.statut, tot.texte.includes('Elle n’a pas commencé')]).toEqual([409, true])
    const court = await claire.aller(`${reunion}/points`, { point: 'ab', minutes: '17' })
    expect([court.statut, court.texte.includes('value="17"')]).toEqual([422, true])
  })
  it('se publie après sept jours d’amendement, sans rien retaper, une version à la fois', async () => {
    m.regler('2026-12-10T18:00:00Z')
    await anime.aller(`${reunion}/etat`, {})
    await anime.aller(`${reunion}/presences`, {
      'presence[0].cooperative': tisserands.organisme,
      'presence[0].personnes': '2',
      'presence[1].cooperative': etrangere.organisme,
      'presence[1].personnes': '9',
      invites: 'Opale',
    })
    await anime.aller(`${reunion}/recit`, { recit: '## Récit\n\n<img src=x onerror=alert(1)>' })
    expect((await anime.aller(`${reunion}/retour`, {})).statut).toBe(409)
    await anime.aller(`${reunion}/compte-rendu`, { geste: 'amendement' })
    await claire.aller(`${reunion}/amendements`, { amendement: 'Nous étions trois.' })
    expect((await anime.aller(reunion)).texte).toContain('Nous étions trois.')
    expect((await anime.aller(`${reunion}/compte-rendu`, { geste: 'valide' })).statut).toBe(409)
    m.regler('2026-12-17T18:00:00Z')
    expect((await anime.aller(`${reunion}/compte-rendu`, { geste: 'valide' })).statut).toBe(303)
    const apercu = (await anime.aller(`${reunion}/retour`)).texte
    expect(apercu).toContain(
      '2\u00a0personnes de 1\u00a0coopérative se sont retrouvées chez Langue &amp; Lien.',
    )
    expect(apercu).not.toContain('<img src=x')
    const _jeton = newId()
    for (let i = 0; i < 2; i += 1)
      expect((await anime.aller(`${reunion}/retour`, { _jeton })).statut).toBe(303)
    expect((await anime.aller(`${reunion}/recit`, { recit: 'Changé.' })).statut).toBe(409)
  })
})

describe('décider', () => {
  const question = {
    genre: 'consentement',
    titre: 'Adopter les règles de prêt',
    texte: '',
    quorum: '50',
    part: '50',
    ferme: '30/11/2026',
  }
  const ouvrir = async () => (await anime.aller(`${pole}/decisions/nouvelle`, question)).vers
  it('une voix par coopérative, l’objection se motive, la clôture dépouille', async () => {
    const vote = await ouvrir()
    const muette = await claire.aller(`${vote}/voix`, { pour: tisserands.organisme, reponse: '2', motif: '' })
    expect([muette.statut, muette.texte.includes('Une objection se motive')]).toEqual([422, true])
    for (const reponse of ['2', '0', '2'])
      await claire.aller(`${vote}/voix`, {
        pour: tisserands.organisme,
        reponse,
        motif: 'Le budget n’existe pas.',
      })
    await anime.aller(`${vote}/voix`, { pour: langue.organisme, reponse: '0', motif: '' })
    expect((await anime.aller(vote)).texte).toContain('2 sur 2')
    expect((await claire.aller(`${vote}/clore`, {})).statut).toBe(403)
    await anime.aller(`${vote}/clore`, {})
    expect((await claire.aller(vote)).texte).toContain('des objections sont à lever')
    const tard = await claire.aller(`${vote}/voix`, { pour: tisserands.organisme, reponse: '0', motif: '' })
    expect([tard.statut, tard.texte.includes('la voix n’est pas comptée')]).toEqual([409, true])
    expect((await claire.aller(`${vote}?format=csv`)).texte).toContain('Les Tisserands;J’objecte')
  })
  it('ni pour une autre, ni sans mandat, ni après la date', async () => {
    const vote = await ouvrir()
    const pour = async (elle: typeof anime, organisme: string) =>
      elle.aller(`${vote}/voix`, { pour: organisme, reponse: '0', motif: '' })
    expect((await pour(claire, langue.organisme)).texte).toContain('ne vous a pas donné procuration')
    expect((await pour(claire, etrangere.organisme)).statut).toBe(409)
    expect((await pour(collegue, langue.organisme)).statut).toBe(409)
    expect((await pour(dehors, etrangere.organisme)).statut).toBe(404)
    m.regler('2026-12-01T00:00:01Z')
    expect((await pour(claire, tisserands.organisme)).statut).toBe(409)
  })
  it('une procuration se donne, se porte, se reprend ; à soi-même, elle se refuse', async () => {
    const vote = await ouvrir()
    const soi = await claire.aller(`${vote}/procuration`, { porteur: tisserands.organisme })
    expect([soi.statut, soi.texte.includes('à elle-même')]).toEqual([409, true])
    expect((await claire.aller(`${vote}/procuration`, { porteur: langue.organisme })).statut).toBe(303)
    expect(
      (await claire.aller(`${vote}/voix`, { pour: tisserands.organisme, reponse: '0', motif: '' })).statut,
    ).toBe(409)
    expect(
      (await anime.aller(`${vote}/voix`, { pour: tisserands.organisme, reponse: '1', motif: '' })).statut,
    ).toBe(303)
    expect((await claire.aller(`${vote}/procuration`, { porteur: '' })).statut).toBe(409)
  })
  it('une place tenue ne se prend que par qui peut mandater', async () => {
    const assistante = await m.entrer(tisserands.organisme, { roles: ['assistant'] })
    expect((await assistante.aller(`${pole}/mandats`, { geste: 'titulaire' })).statut).toBe(409)
    expect((await assistante.aller(`${pole}/mandats`, { geste: 'suppleant' })).statut).toBe(303)
    const vote = await ouvrir()
    expect(
      (await assistante.aller(`${vote}/voix`, { pour: tisserands.organisme, reponse: '0', motif: '' }))
        .statut,
    ).toBe(303)
  })
  it.each([
    [
      'dates',
      '10 mars\n11 mars',
      { 'reponses[0].dit': 'oui', 'reponses[1].dit': 'peut-etre' },
      '10 mars\u00a0: oui',
    ],
    ['points', 'veille\nsalle', { 'reponses[0].dit': '', 'reponses[1].dit': '5' }, 'salle\u00a0: 5'],
  ])('%s : chacune répond à sa place, et le choix retenu se dit', async (genre, choix, reponses, dit) => {
    const vote = (await anime.aller(`${pole}/decisions/nouvelle`, { ...question, genre, choix })).vers
    const r = await claire.aller(`${vote}/voix`, { pour: tisserands.organisme, motif: '', ...reponses })
    expect(r.statut).toBe(303)
    expect((await claire.aller(vote)).texte).toContain(dit)
    await anime.aller(`${vote}/clore`, {})
    expect((await anime.aller(vote)).texte).toContain(`Retenu\u00a0: ${dit.split('\u00a0')[0]}.`)
  })
  it('sans choix, ou fermant hier, la question revient', async () => {
    for (const faux of [{ genre: 'dates', choix: 'une' }, { ferme: '23/11/2026' }, { reunion: newId() }])
      expect((await anime.aller(`${pole}/decisions/nouvelle`, { ...question, ...faux })).statut).toBe(422)
  })
})

it('confier l’animation à une mandatée suffit pour qu’elle convoque et corrige', async () => {
  await anime.aller(`${pole}/animation`, { anime: `${tisserands.organisme} ${claire.personne}` })
  // Tant qu’elle ne l’a pas acceptée, rien ne change pour elle.
  expect((await claire.aller(`${pole}/reunions/nouvelle`, convocation)).statut).toBe(403)
  expect((await claire.aller(pole)).texte).toContain('L’animation vous est confiée')
  expect((await claire.aller(`${pole}/animer`, { geste: 'oui' })).statut).toBe(303)
  expect((await claire.aller(`${pole}/animer`, { geste: 'oui' })).statut).toBe(409)
  const vers = (await claire.aller(`${pole}/reunions/nouvelle`, convocation)).vers
  expect((await anime.aller(`${vers}/modifier`, { ...convocation, jour: '11/12/2026' })).statut).toBe(303)
  expect((await claire.aller(vers)).texte).toContain('vendredi 11\u00a0décembre 2026')
  await anime.aller(`${vers}/annuler`, { motif: 'La salle est prise.' })
  expect((await claire.aller(vers)).texte).toContain('Annulée : La salle est prise.')
})

it('des milliers de corps manqués, énormes ou hostiles ne font tomber aucune page', async () => {
  const e = await eprouver(
    m.app,
    [
      { url: '/poles/nouveau', champs: ['nom', 'genre', 'raison', 'entree', 'courriel', 'public'] },
      { url: `${pole}/reglages`, champs: ['nom', 'raison', 'entree', 'courriel', 'public', 'etat'] },
      { url: '/poles/essonne/rejoindre', champs: ['cherche', 'propose'] },
      { url: `${pole}/visas`, champs: ['cooperative', 'geste'] },
      { url: `${pole}/animation`, champs: ['anime'] },
      { url: `${pole}/annonce`, champs: ['cherche', 'propose', 'geste'] },
      { url: `${pole}/engagements`, champs: ['engagement', 'devient', 'mot', 'report'] },
      { url: `${pole}/reunions/nouvelle`, champs: Object.keys(convocation) },
      { url: `${reunion}/points`, champs: ['point', 'minutes'] },
      { url: `${reunion}/enjeux`, champs: ['enjeu'] },
      { url: `${reunion}/themes`, champs: ['themes'] },
      { url: `${reunion}/rangements`, champs: ['rangement[0].enjeu', 'rangement[0].theme'] },
      { url: `${reunion}/groupes`, champs: ['theme', 'mandat', 'pilote', 'echeance'] },
      {
        url: `${reunion}/presences`,
        champs: ['presence[0].cooperative', 'presence[0].personnes', 'invites'],
      },
      { url: `${reunion}/engagements`, champs: ['quoi', 'qui', 'pour'] },
      {
        url: `${pole}/decisions/nouvelle`,
        champs: ['genre', 'titre', 'texte', 'choix', 'quorum', 'part', 'ferme'],
      },
    ],
    { corps: 60, entetes: { cookie: anime.cookie } },
  )
  expect(m.pannes.map((p) => String(p.erreur))).toEqual([])
  expect(e.fautes).toEqual([])
  expect(m.pannes).toEqual([])
  expect(e.essais).toBe(960)
})
