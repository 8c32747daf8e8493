// Long parce que les gestes se suivent sur un même pôle : un groupe, ce qu'il livre, ses dossiers, une date, des votes, des rappels.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { type Connectee, monde } from '../../../../test/monde/index.ts'
import { pdfDEssai } from '../../../../test/pdf-d-essai.ts'
import { attentes } from '../db/attentes.ts'
import { inviter } from '../jobs/envoyer.job.ts'
import { annoncerChangement, annoncerVote, envoyerRetour, rappeler } from '../jobs/prevenir.job.ts'
import { poleModule } from '../module.ts'
import { uneRencontre, unPole } from '../test/batir.ts'

const m = await monde({
  modules: [poleModule],
  coops: { langue: 'Langue & Lien', tisserands: 'Les Tisserands', etrangere: 'Étrangère' },
  gens: {
    anime: { roles: ['responsable'], union: true },
    collegue: 'formateur',
    claire: { roles: ['responsable'], chez: 'tisserands' },
    yann: { roles: ['formateur'], chez: 'tisserands' },
    dehors: { roles: ['responsable'], chez: 'etrangere' },
  },
})
const { base, worker, anime, collegue, claire, yann, dehors } = m
const { langue, tisserands, etrangere } = m.coops

const pole = await unPole(anime)
await claire.aller('/poles/formation/rejoindre', { cherche: '', propose: '' })
const uuid = (chemin: string) => chemin.match(/[0-9a-f-]{36}/g)?.at(-1) ?? ''
const idPole = uuid(pole)
const mandat = { nom: 'Les appels d’offres', mandat: 'Préparer des réponses en co-traitance.', pilote: '' }
const groupe = (await anime.aller(`${pole}/groupes/nouveau`, mandat)).vers
const depot = { licence: 'cc-by-sa', dateLe: '24/11/2026', lien: 'https://exemple.example/note' }

beforeEach(() => m.regler())
const rencontre = (plus: Record<string, string> = {}) => uneRencontre(anime, pole, plus)
const recus = async (objet: string) => (await m.courriels()).filter((m) => m.objet.startsWith(objet))

describe('un groupe de travail', () => {
  it('se lit des membres du pôle, et s’ouvre par qui anime', async () => {
    expect((await claire.aller(groupe)).texte).toContain('Préparer des réponses')
    expect((await dehors.aller(groupe)).statut).toBe(404)
    expect((await claire.aller(`${pole}/groupes/nouveau`, mandat)).statut).toBe(403)
    expect((await claire.aller(`${groupe}/modifier`, mandat)).statut).toBe(403)
    expect((await anime.aller(`${groupe}/modifier`, { ...mandat, pilote: 'Claire' })).statut).toBe(303)
    expect((await claire.aller(groupe)).texte).toContain('Claire')
  })
  it('ne reçoit de livrable que de qui en est', async () => {
    const _jeton = newId()
    const tot = await claire.aller(`${groupe}/livrer`, { _jeton, titre: 'La note', ...depot })
    expect([tot.statut, tot.texte.includes('Entrez dans le groupe')]).toEqual([409, true])
    for (const elle of [claire, yann]) await elle.aller(`${groupe}/gens`, { geste: 'entrer' })
    const sans = await claire.aller(`${groupe}/livrer`, { titre: 'La note', ...depot, lien: '' })
    expect([sans.statut, sans.texte.includes('Joignez un fichier')]).toEqual([409, true])
    const nue = await claire.aller(`${groupe}/livrer`, { titre: 'La note', ...depot, licence: '' })
    expect([nue.statut, nue.texte.includes('Choisissez une licence')]).toEqual([422, true])
    for (let i = 0; i < 2; i += 1)
      expect((await claire.aller(`${groupe}/livrer`, { _jeton, titre: 'La note', ...depot })).statut).toBe(
        303,
      )
    expect((await anime.aller(groupe)).texte.match(/>La note</g)).toHaveLength(1)
    expect((await anime.aller(`${groupe}?format=csv`)).texte).toContain(
      'La note;1;24/11/2026;;CC BY-SA 4.0;à relire',
    )
  })
  it('sa version se relit par une autre que son autrice, une fois, et la suivante se relit à son tour', async () => {
    const livrable = (
      await claire.aller(`${groupe}/livrer`, { titre: 'Le modèle', ...depot, valableAu: '31/12/2026' })
    ).vers
    const relire = (elle: Connectee, corps: Record<string, string>) =>
      elle.aller(`${livrable}/relire`, { vue: '1', avis: 'bon', mot: '', ...corps })
    expect((await relire(claire, {})).texte).toContain('une autre personne la relit')
    expect((await relire(yann, { avis: 'a-reprendre' })).texte).toContain('Dites ce qui est à reprendre')
    expect((await relire(yann, { avis: 'a-reprendre', mot: 'L’article 3 a changé.' })).statut).toBe(303)
    expect((await relire(yann, {})).statut).toBe(303)
    const lu = (await anime.aller(livrable)).texte
    expect(lu.match(/L’article 3 a changé\./g)).toHaveLength(1)
    expect(lu).toContain('à reprendre')
    expect((await claire.aller(`${livrable}/versions`, { vue: '0', ...depot })).statut).toBe(409)
    expect(
      (await claire.aller(`${livrable}/versions`, { vue: '1', ...depot, note: 'Article 3.' })).statut,
    ).toBe(303)
    expect((await anime.aller(livrable)).texte).toContain('à relire')
    expect((await relire(yann, {})).texte).toContain('La version 2 est arrivée')
    expect((await relire(yann, { vue: '2' })).statut).toBe(303)
    expect((await anime.aller(livrable)).texte).toContain('Version 1')
    expect((await dehors.aller(livrable)).statut).toBe(404)
  })
  it('un fichier se reprend tel quel, sous un nom sans danger ; une image qui porte un script ne se reçoit pas', async () => {
    const envoyer = async (nom: string, octets: string) => {
      const corps = new FormData()
      for (const [k, v] of Object.entries({ titre: 'Un fichier', ...depot, lien: '' })) corps.append(k, v)
      corps.append('fichier', new File([octets], nom, { type: 'application/pdf' }))
      const r = await m.app.request(`${m.origine}${groupe}/livrer`, {
        method: 'POST',
        headers: { cookie: claire.cookie, origin: m.origine },
        body: corps,
      })
      return { statut: r.status, vers: r.headers.get('location') ?? '' }
    }
    expect((await envoyer('x.svg', '<svg onload="alert(1)"></svg>')).statut).toBe(422)
    expect((await envoyer('x.pdf', '<script>alert(1)</script>')).statut).toBe(422)
    for (const actif of ['<</S/JavaScript/JS(1)>>', '<</S/Launch/F(cmd.exe)>>'])
      expect((await envoyer('x.pdf', pdfDEssai('', `/OpenAction${actif}`))).statut, actif).toBe(422)
    const bon = await envoyer('../../é"note.pdf', pdfDEssai())
    expect(bon.statut).toBe(303)
    const lu = await m.app.request(`${m.origine}${bon.vers}/1/fichier`, { headers: { cookie: anime.cookie } })
    expect(await lu.text()).toBe(pdfDEssai())
    expect(lu.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/)
    expect(lu.headers.get('content-security-policy')).toContain('sandbox')
    expect((await dehors.aller(`${bon.vers}/1/fichier`)).statut).toBe(404)
    expect((await anime.aller(`${bon.vers}/2/fichier`)).statut).toBe(404)
  })
  it('clos, il ne livre plus et garde tout', async () => {
    const g = (await anime.aller(`${pole}/groupes/nouveau`, { ...mandat, nom: 'Éphémère' })).vers
    await claire.aller(`${g}/gens`, { geste: 'entrer' })
    const l = (await claire.aller(`${g}/livrer`, { titre: 'Reste', ...depot })).vers
    await anime.aller(`${pole}/groupes`, { groupe: uuid(g) })
    expect((await claire.aller(`${g}/livrer`, { titre: 'Trop tard', ...depot })).statut).toBe(409)
    expect((await claire.aller(`${l}/versions`, { vue: '1', ...depot })).statut).toBe(409)
    expect((await claire.aller(l)).texte).toContain('Reste')
  })
})

describe('un dossier fermé', () => {
  /** Ce que la page a de propre à chaque demande ne compte pas. */
  const net = (texte: string) => texte.replace(/[0-9a-f-]{36}/g, '').replace(/nonce="[^"]*"/g, '')
  it('n’existe pas pour qui n’y entre pas : ni adresse, ni document, ni export, animation comprise', async () => {
    await anime.aller(`${groupe}/gens`, { geste: 'entrer' })
    const d = (await claire.aller(`${groupe}/dossiers`, { nom: 'Réponse au lot 3', objet: 'Secret' })).vers
    const l = (
      await claire.aller(`${groupe}/livrer`, {
        titre: 'Nos prix',
        ...depot,
        dossier: uuid(d),
        licence: 'reserve',
      })
    ).vers
    expect((await claire.aller(d)).texte).toContain('Nos prix')
    // La page qui suit un geste le dit : elle est lue ici, pour que les deux pages comparées ne disent que leur absence.
    await anime.aller(groupe)
    const inventee = await anime.aller(`${pole}/dossiers/${newId()}`)
    const sansObjet = await anime.aller(`${pole}/livrables/${newId()}`)
    for (const elle of [anime, yann, collegue, dehors]) {
      for (const adresse of [d, l, `${l}/1/fichier`, `${d}?format=csv`])
        expect((await elle.aller(adresse)).statut, adresse).toBe(404)
      expect((await elle.aller(`${d}/entrer`, { qui: `${langue.organisme} ${anime.personne}` })).statut).toBe(
        404,
      )
      expect((await elle.aller(`${l}/relire`, { vue: '1', avis: 'bon', mot: '' })).statut).toBe(404)
      expect((await elle.aller(`${l}/versions`, { vue: '1', ...depot })).statut).toBe(404)
      expect(
        (await elle.aller(`${groupe}/livrer`, { titre: 'Glissé', ...depot, dossier: uuid(d) })).statut,
      ).toBe(404)
    }
    expect(net((await anime.aller(d)).texte)).toBe(net(inventee.texte))
    expect(net((await anime.aller(l)).texte)).toBe(net(sansObjet.texte))
    for (const page of [groupe, pole, `${groupe}?format=csv`, `${pole}?format=csv&liste=groupes`])
      expect((await anime.aller(page)).texte).not.toMatch(/Réponse au lot 3|Nos prix/)
  })
  it('s’ouvre à une personne du groupe, se referme, et garde toujours quelqu’un', async () => {
    const d = (await claire.aller(`${groupe}/dossiers`, { nom: 'À deux' })).vers
    const chez = (e: Connectee) => ({ qui: `${e.organisme} ${e.personne}` })
    expect((await claire.aller(`${d}/entrer`, chez(collegue))).statut).toBe(409)
    expect((await claire.aller(`${d}/sortir`, chez(claire))).texte).toContain('garde ce dossier')
    expect((await claire.aller(`${d}/entrer`, chez(anime))).statut).toBe(303)
    expect((await anime.aller(d)).texte).toContain('À deux')
    expect((await claire.aller(`${d}/sortir`, chez(anime))).statut).toBe(303)
    expect((await anime.aller(d)).statut).toBe(404)
    expect((await claire.aller(d)).statut).toBe(200)
  })
  it('ne s’ouvre que dans un groupe dont on est', async () => {
    expect((await collegue.aller(`${groupe}/dossiers`, { nom: 'Dehors' })).statut).toBe(409)
    expect((await dehors.aller(`${groupe}/dossiers`, { nom: 'Dehors' })).statut).toBe(404)
  })
})

describe('une date cherchée ensemble', () => {
  const dates = {
    titre: 'La rencontre de mars',
    format: 'demi-journee',
    zone: 'Europe/Paris',
    hote: 'Les Tisserands',
    lieu: 'Brest',
    ferme: '30/11/2026',
    'dates[0].jour': '12/12/2026',
    'dates[0].de': '14 h',
    'dates[0].a': '17 h',
    'dates[1].jour': '10/12/2026',
    'dates[1].de': '9 h',
    'dates[1].a': '12 h',
  }
  it('se vote par oui, peut-être ou non ; retenue, elle convoque et invite sans rien retaper', async () => {
    expect((await claire.aller(`${pole}/reunions/dates`, dates)).statut).toBe(403)
    const _jeton = newId()
    const r = (await anime.aller(`${pole}/reunions/dates`, { ...dates, _jeton })).vers
    expect((await anime.aller(`${pole}/reunions/dates`, { ...dates, _jeton })).vers).toBe(r)
    const page = (await claire.aller(r)).texte
    const vote = /href="([^"]*\/decisions\/[0-9a-f-]{36})"[^>]*>Dire quand/.exec(page)?.[1] ?? ''
    await claire.aller(`${vote}/voix`, {
      pour: tisserands.organisme,
      'reponses[0].dit': 'oui',
      'reponses[1].dit': 'peut-etre',
      motif: '',
    })
    expect((await claire.aller(`${r}/retenir`, { rang: '1' })).statut).toBe(403)
    expect((await anime.aller(`${vote}/clore`, {})).vers).toContain('#dates')
    expect((await anime.aller(`${r}/retenir`, { rang: '9' })).statut).toBe(409)
    // Les dates sont rangées dans l'ordre du temps : la première est le 10.
    expect((await anime.aller(`${r}/retenir`, { rang: '1' })).statut).toBe(303)
    expect((await anime.aller(`${r}/retenir`, { rang: '2' })).statut).toBe(409)
    expect((await claire.aller(r)).texte).toContain('jeudi 10\u00a0décembre 2026, de 9\u00a0h à 12\u00a0h')
    // Son « oui » à cette date est sa réponse à l’invitation : elle ne la redit pas.
    expect((await claire.aller(r)).texte).toMatch(/Les Tisserands\s*: vient</)
    expect((await claire.aller(r)).texte).toContain('Changer ma réponse')
    expect((await claire.aller(vote)).texte).toContain('Retenu\u00a0: jeudi 10\u00a0décembre 2026')
    const tard = await claire.aller(`${vote}/voix`, {
      pour: tisserands.organisme,
      'reponses[0].dit': 'non',
      'reponses[1].dit': 'oui',
      motif: '',
    })
    expect(tard.statut).toBe(409)
    await inviter({ organisme: langue.organisme, pole: idPole, reunion: uuid(r) }, worker)
    expect((await recus('La rencontre de mars')).map((m) => m.a)).toContain(claire.courriel)
  })
  it('la coopérative sortie du pôle depuis son vote ne s’annonce pas à la rencontre', async () => {
    const r = (await anime.aller(`${pole}/reunions/dates`, { ...dates, titre: 'Sans elle' })).vers
    const vote = /href="([^"]*\/decisions\/[0-9a-f-]{36})"[^>]*>Dire quand/.exec(
      (await claire.aller(r)).texte,
    )?.[1]
    const voix = { pour: tisserands.organisme, 'reponses[0].dit': 'oui', 'reponses[1].dit': 'oui', motif: '' }
    expect((await claire.aller(`${vote}/voix`, voix)).statut).toBe(303)
    const etat = (dit: string) =>
      base.maintenance((tx) =>
        sql`update pole.adhesion set etat = ${dit}, au = ${dit === 'sortie' ? '2026-11-24' : null}::date where pole_id = ${idPole} and organisme_id = ${tisserands.organisme}`.execute(
          tx,
        ),
      )
    await etat('sortie')
    await anime.aller(`${vote}/clore`, {})
    expect((await anime.aller(`${r}/retenir`, { rang: '1' })).statut).toBe(303)
    await etat('active')
    const { rows } = await base.maintenance((tx) =>
      sql`select 1 from pole.reponse where reunion_id = ${uuid(r)}`.execute(tx),
    )
    expect(rows).toEqual([])
  })
  it('le temps passé, ne se rappelle pas comme un vote à dépouiller : on retient une date, ou l’on annule', async () => {
    const r = (await anime.aller(`${pole}/reunions/dates`, { ...dates, titre: 'La date qui traîne' })).vers
    m.regler('2026-12-01T10:00:00Z')
    const attend = async () =>
      base.enTantQue(langue.organisme, { personne: anime.personne, portee: '*' }, async (tx) =>
        (await attentes(tx, new Date('2026-12-01T10:00:00Z')))
          .filter((a) => a.titre.includes('La date qui traîne'))
          .map((a) => [a.quoi, a.id]),
      )
    expect(await attend()).toEqual([['date', uuid(r)]])
    await anime.aller(`${r}/annuler`, { motif: 'Personne n’est libre.' })
    expect(await attend()).toEqual([])
  })
  it.each([
    ['une seule date', { 'dates[1].jour': '', 'dates[1].de': '', 'dates[1].a': '' }],
    ['deux fois la même', { 'dates[1].jour': '12/12/2026', 'dates[1].de': '14 h', 'dates[1].a': '17 h' }],
    ['une date passée', { 'dates[1].jour': '10/11/2026' }],
    ['des réponses après la première date', { ferme: '11/12/2026' }],
    ['nulle part', { lieu: '', hote: '' }],
  ])('%s : le formulaire revient', async (_, faux) => {
    expect((await anime.aller(`${pole}/reunions/dates`, { ...dates, ...faux })).statut).toBe(422)
  })
  it('un report s’annonce une fois par date, une annulation une fois', async () => {
    const r = await rencontre({ titre: 'Celle qui glisse' })
    const corps = {
      titre: 'Celle qui glisse',
      format: 'demi-journee',
      zone: 'Europe/Paris',
      lieu: 'Rennes',
      de: '14 h',
      a: '17 h',
    }
    const charge = { organisme: langue.organisme, pole: idPole, reunion: uuid(r) }
    await anime.aller(`${r}/modifier`, { ...corps, jour: '17/12/2026' })
    for (let i = 0; i < 2; i += 1) await annoncerChangement(charge, worker)
    expect((await recus('Nouvelle date\u00a0: Celle qui glisse')).map((m) => m.a).sort()).toEqual(
      [anime.courriel, claire.courriel].sort(),
    )
    await anime.aller(`${r}/annuler`, { motif: 'La salle est prise.' })
    for (let i = 0; i < 2; i += 1) await annoncerChangement(charge, worker)
    const dites = await recus('Annulée\u00a0: Celle qui glisse')
    expect([dites.length, dites[0]?.texte.includes('La salle est prise.')]).toEqual([2, true])
  })
  it('les places sont comptées : la personne de trop lit une phrase', async () => {
    const r = await rencontre({ jauge: '1' })
    expect((await claire.aller(`${r}/reponse`, { dit: 'oui' })).statut).toBe(303)
    const deTrop = await anime.aller(`${r}/reponse`, { dit: 'oui' })
    expect([deTrop.statut, deTrop.texte.includes('places sont prises')]).toEqual([409, true])
    expect((await claire.aller(`${r}/reponse`, { dit: 'oui' })).statut).toBe(303)
    expect((await anime.aller(`${r}/reponse`, { dit: 'peut-etre' })).statut).toBe(303)
  })
})

it('les thèmes se pèsent, une ligne par coopérative, et le plus lourd vient d’abord', async () => {
  const r = await rencontre({ titre: 'La pesée' })
  await anime.aller(`${r}/themes`, { themes: 'La veille\nLes salles' })
  const page = (await claire.aller(r)).texte
  const themes = [...page.matchAll(/name="pesee\[\d\]\.theme" value="([0-9a-f-]{36})"/g)].map(
    (m) => m[1] ?? '',
  )
  const peser = (elle: Connectee, ...points: string[]) =>
    elle.aller(
      `${r}/pesees`,
      Object.fromEntries(
        themes.flatMap((t, i) => [
          [`pesee[${i}].theme`, t],
          [`pesee[${i}].points`, points[i] ?? ''],
        ]),
      ),
    )
  const trop = await peser(claire, '5', '4')
  expect([trop.statut, trop.texte.includes('vous en avez donné 9')]).toEqual([409, true])
  expect((await peser(claire, '1', '7')).statut).toBe(303)
  expect((await peser(yann, '2', '6')).statut).toBe(303)
  expect((await peser(dehors, '2', '6')).statut).toBe(404)
  const { texte } = await anime.aller(r)
  expect(texte).toContain('6\u00a0points de 1\u00a0coopérative')
  expect(texte.indexOf('<h3>Les salles</h3>')).toBeLessThan(texte.indexOf('<h3>La veille</h3>'))
})

describe('qui vote', () => {
  const question = {
    genre: 'proposition',
    titre: 'Une question',
    texte: '',
    quorum: '0',
    part: '50',
    ferme: '30/11/2026',
  }
  const ouvrir = async (plus: Record<string, string>) =>
    (await anime.aller(`${pole}/decisions/nouvelle`, { ...question, ...plus })).vers
  const voter = (elle: Connectee, vote: string, reponse: string, pour: string = elle.organisme) =>
    elle.aller(`${vote}/voix`, { pour, reponse, motif: '' })
  it('par personne : chacune sa voix, sans mandat ni procuration ; qui arrive ensuite n’est pas sur la liste', async () => {
    const vote = await ouvrir({ scrutin: 'personne', portee: 'avis' })
    const apres = await m.entrer(tisserands.organisme, { roles: ['formateur'] })
    for (const elle of [anime, collegue, claire]) expect((await voter(elle, vote, '0')).statut).toBe(303)
    expect((await voter(yann, vote, '2')).statut).toBe(303)
    expect((await voter(yann, vote, '2')).statut).toBe(303)
    expect((await voter(apres, vote, '2')).statut).toBe(409)
    expect((await voter(yann, vote, '2', langue.organisme)).statut).toBe(409)
    expect((await claire.aller(`${vote}/procuration`, { porteur: langue.organisme })).texte).toContain(
      'par personne',
    )
    const { texte } = await anime.aller(vote)
    expect(texte).toContain('4 sur 4')
    await anime.aller(`${vote}/clore`, {})
    expect((await anime.aller(vote)).texte).toContain('4 personnes sur 4')
  })
  it('au poids des statuts : le poids compte, figé à l’ouverture', async () => {
    const poids = (n: string) =>
      anime.aller(`${pole}/poids`, { 'poids[0].cooperative': tisserands.organisme, 'poids[0].vaut': n })
    expect((await claire.aller(`${pole}/poids`, {})).statut).toBe(403)
    expect((await poids('0')).statut).toBe(422)
    expect((await poids('3')).statut).toBe(303)
    const vote = await ouvrir({ scrutin: 'poids' })
    await poids('1')
    await voter(anime, vote, '0')
    await voter(claire, vote, '2')
    await anime.aller(`${vote}/clore`, {})
    expect((await anime.aller(vote)).texte).toContain('Rejetée, 4 voix sur 4')
  })
  it('une objection se discute, la proposition se reprend amendée, et la suite se suit', async () => {
    const vote = await ouvrir({ genre: 'consentement', texte: 'Un mois de préavis.' })
    await claire.aller(`${vote}/propos`, { propos: 'Et les remplacements\u00a0? <b>' })
    expect((await anime.aller(vote)).texte).toContain('Et les remplacements\u00a0? &lt;b&gt;')
    expect((await dehors.aller(`${vote}/propos`, { propos: 'Coucou' })).statut).toBe(404)
    await claire.aller(`${vote}/voix`, {
      pour: tisserands.organisme,
      reponse: '2',
      motif: 'Un mois est trop long.',
    })
    expect((await anime.aller(`${vote}/suite`, { realisation: 'faite' })).statut).toBe(409)
    await anime.aller(`${vote}/clore`, {})
    expect((await claire.aller(`${vote}/propos`, { propos: 'Trop tard' })).statut).toBe(409)
    const neuve = await anime.aller(`${pole}/decisions/nouvelle?reprend=${uuid(vote)}`)
    expect(neuve.texte).toContain('Un mois de préavis.')
    const reprise = await ouvrir({ genre: 'consentement', texte: 'Quinze jours.', reprend: uuid(vote) })
    expect((await claire.aller(reprise)).texte).toContain('Reprend')
    expect((await claire.aller(vote)).texte).toContain('Reprise par')
    expect((await anime.aller(`${pole}/decisions/nouvelle`, { ...question, reprend: newId() })).statut).toBe(
      422,
    )
    const suite = {
      realisation: 'en-cours',
      responsable: 'Claire',
      echeance: '01/03/2027',
      suivi: '',
      revoir: '',
    }
    expect((await claire.aller(`${vote}/suite`, suite)).statut).toBe(403)
    expect((await anime.aller(`${vote}/suite`, suite)).statut).toBe(303)
    expect((await claire.aller(vote)).texte).toContain('en cours')
    expect((await anime.aller(`${pole}?format=csv&liste=decisions`)).texte).toContain(
      'Claire;01/03/2027;en cours',
    )
  })
  it('l’ouverture, le rappel et le résultat arrivent une fois à qui vote ; le rappel, à qui n’a pas voté', async () => {
    const vote = await ouvrir({ titre: 'Ce que l’on rappelle' })
    const charge = { organisme: langue.organisme, pole: idPole, decision: uuid(vote) }
    for (let i = 0; i < 2; i += 1) await annoncerVote({ ...charge, quoi: 'ouvert' }, worker)
    expect((await recus('Votre voix\u00a0: Ce que l’on rappelle')).map((m) => m.a).sort()).toEqual(
      [anime.courriel, claire.courriel].sort(),
    )
    await voter(anime, vote, '0')
    m.regler('2026-11-29T10:00:00Z')
    for (let i = 0; i < 2; i += 1)
      for (const o of [langue.organisme, tisserands.organisme, etrangere.organisme])
        await rappeler({ organisme: o }, { ...worker })
    expect((await recus('Le vote ferme bientôt\u00a0: Ce que l’on rappelle')).map((m) => m.a)).toEqual([
      claire.courriel,
    ])
    await annoncerVote({ ...charge, quoi: 'issue' }, worker)
    expect(await recus('Résultat\u00a0: Ce que l’on rappelle')).toEqual([])
    await anime.aller(`${vote}/clore`, {})
    await annoncerVote({ ...charge, quoi: 'issue' }, worker)
    expect(await recus('Résultat\u00a0: Ce que l’on rappelle')).toHaveLength(2)
  })
})

it('un engagement se rappelle à qui l’a pris, avant son jour puis une fois passé', async () => {
  const r = await rencontre({ titre: 'Les engagements' })
  const { texte } = await claire.aller(r)
  const qui = /id="f-qui"[^>]*value="([^"]*)"|name="qui"[^>]*value="([^"]*)"/.exec(texte)
  await claire.aller(`${r}/engagements`, {
    quoi: 'Envoyer la carte',
    qui: qui?.[1] ?? qui?.[2] ?? '',
    pour: '04/12/2026',
  })
  await claire.aller(`${r}/engagements`, {
    quoi: 'Sans personne',
    qui: 'Quelqu’un d’autre',
    pour: '04/12/2026',
  })
  const tourner = async (quand: string) => {
    m.regler(quand)
    for (let i = 0; i < 2; i += 1)
      for (const o of [langue.organisme, tisserands.organisme]) await rappeler({ organisme: o }, worker)
    return (await m.courriels()).filter((m) => /Envoyer la carte|Sans personne/.test(m.objet))
  }
  expect(await tourner('2026-11-25T06:20:00Z')).toEqual([])
  expect((await tourner('2026-11-28T06:20:00Z')).map((m) => [m.a, m.objet])).toEqual([
    [claire.courriel, 'Pour le 4\u00a0décembre 2026\u00a0: Envoyer la carte'],
  ])
  expect((await tourner('2026-12-06T06:20:00Z')).map((m) => m.objet).at(-1)).toBe(
    'En retard\u00a0: Envoyer la carte',
  )
  const page = (await claire.aller(pole)).texte
  const engagement = /<option value="([0-9a-f-]{36})">Envoyer la carte/.exec(page)?.[1] ?? ''
  await claire.aller(`${pole}/engagements`, { engagement, devient: 'tenu', mot: '', report: '' })
  expect(await tourner('2026-12-20T06:20:00Z')).toHaveLength(2)
})

it('le retour publié part à qui l’a demandé, une fois, et à personne d’autre', async () => {
  const r = await rencontre({ titre: 'Celle du retour' })
  await claire.aller(`${pole}/suivre`, { geste: 'oui' })
  m.regler('2026-12-10T18:00:00Z')
  await anime.aller(`${r}/etat`, {})
  await anime.aller(`${r}/recit`, { recit: 'Nous avons parlé.' })
  await anime.aller(`${r}/compte-rendu`, { geste: 'amendement' })
  // Le délai dit ce qu’il bloque, jusqu’à quand, et n’offre pas ce qu’il refuse.
  const amendable = (await anime.aller(r)).texte
  expect(amendable).toMatch(/Jusqu’au 17.décembre 2026 à la même heure/)
  expect(amendable).toContain('ne se publie pas')
  expect(amendable).not.toContain('Valider le compte rendu')
  await anime.aller(`${r}/compte-rendu`, { geste: 'valide' })
  expect((await anime.aller(r)).texte).toContain('ne se publie pas')
  m.regler('2026-12-18T18:00:00Z')
  expect((await anime.aller(r)).texte).toContain('Valider le compte rendu')
  await anime.aller(`${r}/compte-rendu`, { geste: 'valide' })
  const charge = { organisme: langue.organisme, pole: idPole, reunion: uuid(r) }
  await envoyerRetour(charge, worker)
  expect(await recus('Retour sur')).toEqual([])
  for (let i = 0; i < 2; i += 1) await anime.aller(`${r}/retour`, {})
  for (let i = 0; i < 2; i += 1) await envoyerRetour(charge, worker)
  const partis = await recus('Retour sur')
  expect(partis.map((m) => m.a)).toEqual([claire.courriel])
  expect(partis[0]?.texte).toContain('/retours/')
  await claire.aller(`${pole}/suivre`, { geste: 'non' })
  expect((await claire.aller(pole)).texte).toContain('Les recevoir')
})

it('des corps manqués, énormes ou hostiles ne font tomber aucune page', async () => {
  const l = (await claire.aller(`${groupe}/livrer`, { titre: 'Une cible', ...depot })).vers
  const d = (await claire.aller(`${groupe}/dossiers`, { nom: 'Une cible' })).vers
  const r = await rencontre()
  await anime.aller(`${groupe}/gens`, { geste: 'entrer' })
  await claire.aller(`${d}/entrer`, { qui: `${langue.organisme} ${anime.personne}` })
  const e = await eprouver(
    m.app,
    [
      { url: `${pole}/groupes/nouveau`, champs: ['nom', 'mandat', 'pilote', 'echeance'] },
      {
        url: `${groupe}/livrer`,
        champs: ['titre', 'dossier', 'licence', 'dateLe', 'valableAu', 'lien', 'note'],
      },
      { url: `${groupe}/dossiers`, champs: ['nom', 'objet'] },
      { url: `${l}/versions`, champs: ['vue', 'licence', 'dateLe', 'lien'] },
      { url: `${l}/relire`, champs: ['vue', 'avis', 'mot'] },
      { url: `${d}/entrer`, champs: ['qui'] },
      {
        url: `${pole}/reunions/dates`,
        champs: ['titre', 'dates[0].jour', 'dates[0].de', 'dates[1].a', 'ferme'],
      },
      { url: `${r}/pesees`, champs: ['pesee[0].theme', 'pesee[0].points'] },
      { url: `${r}/retenir`, champs: ['rang'] },
      { url: `${pole}/poids`, champs: ['poids[0].cooperative', 'poids[0].vaut'] },
      { url: `${pole}/suivre`, champs: ['geste'] },
      {
        url: `${pole}/decisions/nouvelle`,
        champs: ['genre', 'titre', 'scrutin', 'portee', 'reprend', 'revoir'],
      },
    ],
    { corps: 40, entetes: { cookie: anime.cookie } },
  )
  expect(m.pannes.map((p) => String(p.erreur))).toEqual([])
  expect(e.fautes).toEqual([])
})
