import { Hono } from 'hono'
import { z } from 'zod'
import { exigerConnexion } from '#modules/comptes/index.ts'
import type { Env } from '#web/env.ts'
import { fichier, mimeDe } from '#web/fields.ts'
import { readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { redirectWith } from '#web/http/flash.ts'
import { joindreFeuillePapier, lireFeuillePapier } from '../gestes/joindre-papier.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { feuilleUrl, papierFichierUrl, papierUrl } from '../liens.ts'
import { contexteDe, peutLireLaFeuille, peutTenirLaFeuille } from './commun.ts'
import { bornesPapier } from './feuille-papier.tsx'

const fields = z.object({ fichier: fichier(bornesPapier) })

export const feuillePapierPages = new Hono<Env>()
  .use(papierUrl.modele, exigerConnexion())
  .use(papierFichierUrl.modele, exigerConnexion())
  .post(papierUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const ou = { session: ctx.session, seance: ctx.seance }
    const vue = await lireFeuille(services, ctx.qui.acces, ou)
    if (!vue || !peutLireLaFeuille(ctx.visiteur, vue.demi)) return notFound(c)
    if (!peutTenirLaFeuille(ctx.visiteur, vue.demi))
      return forbidden(c, 'La feuille se tient par qui anime la session.')
    const read = await readForm(fields, c)
    const ici = `${feuilleUrl(ou)}#papier`
    if (!read.ok)
      return redirectWith(c, ici, {
        genre: 'mal',
        fort: 'Rien n’a été joint.',
        suite: [...read.form.errors.values()][0] ?? read.form.alert?.phrase ?? 'Choisissez un fichier.',
      })
    const f = read.data.fichier
    const r = await joindreFeuillePapier(services, ctx.qui, {
      ...ou,
      fichier: { nom: f.nom, octets: f.octets, type: mimeDe(f).replace(/;.*$/, '') },
    })
    return redirectWith(
      c,
      ici,
      r.ok
        ? { genre: 'fait', fort: 'Le scan est joint.', suite: 'Attestez les présences qu’il dit.' }
        : { genre: 'mal', fort: 'Rien n’a été joint.', suite: r.error.phrase },
    )
  })
  .get(papierFichierUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const ou = { session: ctx.session, seance: ctx.seance }
    const vue = await lireFeuille(services, ctx.qui.acces, ou)
    if (!vue || !peutLireLaFeuille(ctx.visiteur, vue.demi)) return notFound(c)
    const lu = await lireFeuillePapier(services, ctx.qui.acces, ou, c.req.param('empreinte'))
    return lu ? fichierAEnregistrer(lu) : notFound(c)
  })
