import { describe, expect, it } from 'vitest'
import { baseNeuve } from '../../../../test/base/index.ts'
import { devantLaSession, envoyer } from '../../../../test/monde/session.ts'
import { regulariser } from '../gestes/composer.ts'
import { lireCertificats } from '../gestes/emettre-certificats.ts'
import { emargementModule } from '../module.ts'
import { acces, poserSessionDEssai, type SessionDEssai, servicesDe } from '../test/session-d-essai.ts'

const base = await baseNeuve()

const monter = (
  fil: SessionDEssai,
  roles: readonly string[] = ['assistant'],
  instant = '2026-11-24T15:00:00Z',
) => {
  const lus = servicesDe(base, fil, instant)
  let enCours = 0
  const withTenant = ((...args: Parameters<typeof lus.db.withTenant>) => {
    enCours += 1
    return lus.db.withTenant(...args).finally(() => {
      enCours -= 1
    })
  }) as typeof lus.db.withTenant
  const services = { ...lus, db: { ...lus.db, withTenant } }
  const app = devantLaSession([emargementModule], fil, services, roles)
  const poster = (url: string, champs: Readonly<Record<string, string | Blob>>) => {
    const corps = new FormData()
    for (const [nom, valeur] of Object.entries(champs)) corps.append(nom, valeur)
    return envoyer(app, url, corps)
  }
  const lire = async (url: string) => (await app.request(url)).text()
  return { services, app, poster, lire, ouvertes: () => enCours, page: `/sessions/${fil.session}/distance` }
}
const neuf = async (roles?: readonly string[]) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
  return { fil, ...monter(fil, roles) }
}
const liste = (texte: string, nom = 'liste.csv') => new File([texte], nom, { type: 'text/csv' })
const zoom =
  'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\nPONS Agathe,,11/24/2026 08:58:00 AM,11/24/2026 12:30:00 PM,212\niPhone de Léo,,11/24/2026 09:10:00 AM,11/24/2026 12:30:00 PM,200\n'

describe('Le suivi à distance', () => {
  it('vide, enseigne ; un plan, un échange, une évaluation, et chaque branche se montre prouvée', async () => {
    const { fil, poster, lire, page } = await neuf()
    expect(await lire(page)).toContain('Aucune activité au plan')
    expect(
      (await poster(page, { geste: 'prevoir', genre: 'asynchrone', intitule: '', minutes: '' })).status,
    ).toBe(422)
    expect(
      (
        await poster(page, {
          geste: 'prevoir',
          genre: 'asynchrone',
          intitule: 'Préparer un appel',
          minutes: '1 h 30',
        })
      ).status,
    ).toBe(303)
    const activite =
      /<option value="([0-9a-f-]{36})"[^>]*>Préparer/.exec(await lire(`${page}/noter/realisation`))?.[1] ?? ''
    const [inscription = ''] = fil.inscriptions
    const noter = (genre: string, champs: Readonly<Record<string, string | Blob>>) =>
      poster(`${page}/noter/${genre}`, { le: '24/11/2026', intitule: 'Ceci', ...champs })
    expect((await noter('assistant', { canal: 'courriel', delaiHeures: '24' })).status).toBe(303)
    expect((await noter('echange', { canal: 'visio', inscription })).status).toBe(303)
    expect((await noter('evaluation', { resultat: 'acquis', inscription })).status).toBe(303)
    const rendu = new File(['Mon travail'], 'travail.txt', { type: 'text/plain' })
    expect((await noter('realisation', { prevue: activite, inscription, fichier: rendu })).status).toBe(303)
    // Une activité ne se réalise qu’une fois ; un jour à venir ne se note pas ; un genre inventé n’existe pas.
    expect((await noter('realisation', { prevue: activite, inscription })).status).toBe(409)
    expect((await noter('echange', { canal: 'visio', le: '25/12/2026' })).status).toBe(422)
    expect((await noter('annulation', {})).status).toBe(404)
    const vue = await lire(page)
    const ligne = /<th[^>]*>Agathe Pons<\/th>.*?<\/tr>/s.exec(vue)?.[0] ?? ''
    expect(ligne.match(/etat prouve/g)).toHaveLength(3)
    expect(ligne).toMatch(/1\sh\s30/)
    expect(/<th[^>]*>Léonie Fabre<\/th>.*?<\/tr>/s.exec(vue)?.[0].match(/etat manquant/g)).toHaveLength(2)
  })

  it('le temps estimé de ce qui est réalisé entre au certificat et aux compteurs', async () => {
    const { fil, services, poster, lire, page } = await neuf()
    const [seance] = fil.seances
    const [inscription] = fil.inscriptions
    if (!seance || !inscription) throw new Error('fil vide')
    await regulariser(
      services,
      { acces, id: fil.personne, nom: 'Tom' },
      { session: fil.session, seance, inscription, motif: 'Vue en salle, sans téléphone' },
    )
    await poster(page, {
      geste: 'prevoir',
      genre: 'asynchrone',
      intitule: 'Préparer un appel',
      minutes: '1 h 30',
    })
    const prevue =
      /<option value="([0-9a-f-]{36})"[^>]*>Préparer/.exec(await lire(`${page}/noter/realisation`))?.[1] ?? ''
    const avant = await lireCertificats(services, acces, fil.session)
    expect(avant?.lignes.find((l) => l.inscription.id === inscription)?.compteurs).toMatchObject({
      planifieMin: 300,
      realiseMin: 210,
    })
    await poster(`${page}/noter/realisation`, { le: '24/11/2026', intitule: '', prevue, inscription })
    const apres = await lireCertificats(services, acces, fil.session)
    expect(apres?.lignes.find((l) => l.inscription.id === inscription)?.compteurs).toMatchObject({
      planifieMin: 300,
      realiseMin: 300,
      facturableMin: 300,
    })
    // Annulé, avec un motif : il ne compte plus, et reste.
    const annuler =
      /"(\/sessions\/[0-9a-f-]{36}\/distance\/elements\/[0-9a-f-]{36}\/annuler)"/.exec(
        await lire(page),
      )?.[1] ?? ''
    expect((await poster(annuler, { motif: '' })).status).toBe(422)
    expect((await poster(annuler, { motif: 'Arrêt de travail reçu' })).status).toBe(422)
    expect((await poster(annuler, { motif: 'Saisi pour une autre' })).status).toBe(303)
    expect((await poster(annuler, { motif: 'Saisi pour une autre' })).status).toBe(404)
    expect(
      (await lireCertificats(services, acces, fil.session))?.lignes.find(
        (l) => l.inscription.id === inscription,
      )?.heures.suiviMin,
    ).toBe(210)
  })

  it('une liste de connexion se lit, propose, attend qu’on confirme, et rend son fichier tel quel', async () => {
    const { fil, app, poster, lire, page, ouvertes } = await neuf()
    const [seance = ''] = fil.seances
    const [agathe = '', leonie = ''] = fil.inscriptions
    // L’ouvrier qui lit le fichier naît quand aucune transaction n’est ouverte : une connexion ne l’attend pas.
    const ouvertesALaNaissance: number[] = []
    const naissance = () => ouvertesALaNaissance.push(ouvertes())
    process.on('worker', naissance)
    const recue = await poster(page, { geste: 'recevoir', seance, liste: liste(zoom) })
    process.off('worker', naissance)
    expect(ouvertesALaNaissance).toEqual([0])
    expect(recue.status).toBe(303)
    const adresse = recue.headers.get('location') ?? ''
    const vue = await lire(adresse)
    expect(vue).toContain('Personne n’est encore reconnu')
    expect(vue).toContain(`<option value="${agathe}" selected`)
    expect((await poster(page, { geste: 'recevoir', seance, liste: liste(zoom, 'autre.csv') })).status).toBe(
      409,
    )
    expect(
      (await poster(page, { geste: 'recevoir', seance, liste: liste('Produit;Prix\nPain;2\n') })).status,
    ).toBe(422)
    expect(
      (await poster(page, { geste: 'recevoir', seance, liste: liste(zoom.replaceAll('11/24', '10/24')) }))
        .status,
    ).toBe(422)
    const choix = { 'c[0].rang': '1', 'c[0].qui': agathe, 'c[1].rang': '2', 'c[1].qui': leonie }
    expect((await poster(adresse, { ...choix, 'c[1].qui': fil.session })).status).toBe(422)
    expect((await poster(adresse, choix)).status).toBe(303)
    expect(await lire(adresse)).toMatch(/Agathe Pons<\/th>.*?3\sh\s30/s)
    expect(await lire(page)).toContain('2 sur 2')
    const fichier = /"(\/sessions\/[0-9a-f-]{36}\/distance\/fichiers\/[0-9a-f]{64})"/.exec(vue)?.[1] ?? ''
    const rendu = await app.request(fichier)
    expect(await rendu.text()).toBe(zoom)
    // Sans jour : lue à celui de la demi-journée, et l’écran le dit ; à d’autres heures, ce n’est pas elle.
    const meet =
      'First name,Last name,Duration,Time joined,Time exited\nAgathe,Pons,1 hr 2 min,9:01 AM,10:03 AM\n'
    const soir = liste(meet.replaceAll('AM', 'PM'), 'soir.csv')
    expect((await poster(page, { geste: 'recevoir', seance, liste: soir })).status).toBe(422)
    const sansJour = await poster(page, { geste: 'recevoir', seance, liste: liste(meet, 'meet.csv') })
    const vueMeet = await lire(sansJour.headers.get('location') ?? '')
    expect(vueMeet).toContain('Quand Google Meet n’écrit pas le jour')
    expect(vueMeet).toMatch(/9\sh\s01 à 10\sh\s03/)
    // Un logiciel dont personne ne nous a montré de fichier : ses titres sont supposés, et l’écran le dit.
    const webex =
      'Display Name,Attendee Email,Join Time,Leave Time,Attendance Duration\nAgathe Pons,,2026-11-24 09:00:30,2026-11-24 12:29:40,209 mins\n'
    const supposee = await poster(page, { geste: 'recevoir', seance, liste: liste(webex, 'webex.csv') })
    expect(await lire(supposee.headers.get('location') ?? '')).toContain(
      'Coforme suppose les titres de colonnes de Webex, sans en avoir vu de fichier',
    )
    expect(rendu.headers.get('content-disposition')).toContain('attachment')
    expect((await app.request(fichier.replace(/[0-9a-f]{64}/, 'a'.repeat(64)))).status).toBe(404)
  })

  it('d’une autre maison, ou sans le droit : la même 404, ou une phrase ; le formateur d’ailleurs ne note rien', async () => {
    const [un, autre] = [await neuf(), await neuf()]
    expect((await autre.app.request(un.page)).status).toBe(404)
    expect(
      (
        await autre.poster(un.page, {
          geste: 'prevoir',
          genre: 'asynchrone',
          intitule: 'Chez vous',
          minutes: '1 h',
        })
      ).status,
    ).toBe(404)
    const comptable = monter(un.fil, ['comptable'])
    expect((await comptable.app.request(un.page)).status).toBe(200)
    expect(
      (
        await comptable.poster(un.page, {
          geste: 'prevoir',
          genre: 'asynchrone',
          intitule: 'Interdit',
          minutes: '1 h',
        })
      ).status,
    ).toBe(403)
    expect((await comptable.app.request(`${un.page}/noter/echange`)).status).toBe(403)
  })
})
