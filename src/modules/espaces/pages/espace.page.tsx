import type { Context } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { enIcs } from '#kernel/ics.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { jetonDeSignature, pdfResponse, renoncerUrl, signerPieceUrl } from '#modules/documents/index.ts'
import { listeDroits } from '#modules/donnees/index.ts'
import { signerUrl } from '#modules/emargement/index.ts'
import { finDeRetractation } from '#modules/inscriptions/index.ts'
import { ouSuivre, territoireDe } from '#modules/sessions/index.ts'
import { derivedToken, isToken } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { choix, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { archiveDeLEspace, contratsDeLEspace, lireEspace, pieceDeLEspace } from '../db/espaces.ts'
import type { Espace } from '../domain/espace.ts'
import { demanderSesDonnees } from '../gestes/demander.ts'
import { jetonDAgenda } from '../jobs/envoyer-espaces.job.ts'
import { aEmargerMaintenant } from '../lecture/a-emarger.ts'
import { espaceAgendaUrl, espaceArchiveUrl, espaceDemandeUrl, espacePieceUrl, espaceUrl } from '../liens.ts'
import { EspaceVue } from './espace.vue.tsx'

const champs = z.object({
  genre: choix(listeDroits, { phrase: 'Choisissez ce que vous demandez.' }),
  precision: facultatif(texte({ max: 2000 })),
})
type Formulaire = FormOf<typeof champs>

export const espacePages = (services: Services) => {
  const { db, keys, clock, storage, config } = services
  const jetonDe = (c: Context<Env>): string | undefined => {
    const j = c.req.param('jeton') ?? ''
    return isToken(j) ? j : undefined
  }
  const lire = (jeton: string) => db.withoutTenant((tx) => lireEspace(tx, jeton))
  /** Ceux dont le délai court encore, compté comme à la page du lien. Aucun n’est plus long que vingt jours, report compris. */
  const contrats = async (jeton: string) => {
    const maintenant = clock.now()
    const recents = await db.withoutTenant((tx) =>
      contratsDeLEspace(tx, jeton, new Date(maintenant.getTime() - 20 * 86_400_000)),
    )
    return recents.filter(
      ({ signeLe, zone }) =>
        finDeRetractation(signeLe, 14, { zone, territoire: territoireDe[zone] }).finLe > maintenant,
    )
  }
  const rendre = async (
    c: Context<Env>,
    e: Espace,
    jeton: string,
    form: Formulaire,
    statut: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    c.header('cache-control', 'private, no-store')
    c.header('x-robots-tag', 'noindex')
    return c.html(
      <EspaceVue
        e={{ ...e, aEmarger: aEmargerMaintenant(e, clock.now()) }}
        jeton={jeton}
        auj={jourLocal(clock.now(), ZONE_PAR_DEFAUT)}
        form={form}
        liens={{
          signer: (id, envois) => signerPieceUrl({ jeton: jetonDeSignature(keys, id, envois) }),
          emarger: (id, envois) => signerUrl({ jeton: derivedToken(keys, 'emargement', `${id}:${envois}`) }),
          agenda:
            e.genre === 'intervenant'
              ? `${config.origine}${espaceAgendaUrl({ jeton: jetonDAgenda(keys, e.personne.id) })}`
              : undefined,
          renoncer: (e.genre === 'stagiaire' ? await contrats(jeton) : []).map((x) => ({
            numero: x.numero,
            href: renoncerUrl({ jeton: jetonDeSignature(keys, x.demande, x.envois) }),
          })),
        }}
      />,
      statut,
    )
  }
  return (
    new Hono<Env>()
      // L’agenda d’abord : son lien n’ouvre que lui, et un lien d’espace n’ouvre pas l’agenda.
      .get(espaceAgendaUrl.modele, async (c) => {
        const jeton = jetonDe(c)
        const e = jeton && (await lire(jeton))
        if (!e) return notFound(c)
        if (e.genre !== 'agenda') return notFound(c)
        const hote = new URL(config.origine).hostname
        return c.body(
          enIcs(
            `Mes interventions, ${e.organisme.nom}`,
            e.sessions.flatMap((s) =>
              s.seances.map((x) => ({
                uid: `${x.id}@${hote}`,
                debut: new Date(x.de),
                fin: new Date(x.a),
                titre: s.intitule,
                lieu: ouSuivre(x, [x.salles, x.lieu ?? s.lieu].filter(Boolean)[0] ?? ''),
                description: [s.numero, s.lien].filter(Boolean).join('\n'),
                url: config.origine,
                annule: !x.tenue || s.etat === 'annulee',
              })),
            ),
            clock.now(),
          ),
          200,
          {
            'content-type': 'text/calendar; charset=utf-8',
            'content-disposition': 'inline; filename="mes-interventions.ics"',
            'cache-control': 'private, no-store',
            'x-robots-tag': 'noindex',
          },
        )
      })
      .get(espaceUrl.modele, async (c) => {
        const jeton = jetonDe(c)
        const e = jeton && (await lire(jeton))
        return e && e.genre !== 'agenda' ? rendre(c, e, jeton, emptyForm()) : notFound(c)
      })
      .get(espacePieceUrl.modele, async (c) => {
        const jeton = jetonDe(c)
        const piece = asId(c.req.param('piece'))
        const lu = jeton && piece && (await db.withoutTenant((tx) => pieceDeLEspace(tx, jeton, piece)))
        return lu
          ? pdfResponse(await storage.open(lu), `${lu.numero.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`, 'inline')
          : notFound(c)
      })
      .get(espaceArchiveUrl.modele, async (c) => {
        const jeton = jetonDe(c)
        const lu = jeton && (await db.withoutTenant((tx) => archiveDeLEspace(tx, jeton)))
        const clair = lu && keys.decrypt('donnees.archive', lu.id, lu.octets)
        return clair
          ? c.body(new Uint8Array(clair), 200, {
              'content-type': 'application/zip',
              'content-disposition': 'attachment; filename="mes-donnees.zip"',
              'cache-control': 'private, no-store',
            })
          : notFound(c)
      })
      .post(espaceDemandeUrl.modele, async (c) => {
        const jeton = jetonDe(c)
        const e = jeton && (await lire(jeton))
        if (!e || e.genre === 'agenda') return notFound(c)
        const read = await readForm(champs, c)
        if (!read.ok) return rendre(c, e, jeton, read.form, read.status)
        const le = clock.now()
        const id = asId(read.jeton ?? '') ?? newId(le)
        const { genre, precision } = read.data
        const fait = await db.withoutTenant((tx) =>
          demanderSesDonnees({ keys }, tx, { jeton, id, genre, precision }, le),
        )
        if (!fait.ok)
          return rendre(
            c,
            e,
            jeton,
            withAlert(read.form, { titre: 'Cette demande attend déjà', phrase: fait.error.phrase }),
            409,
          )
        return redirectWith(c, `${espaceUrl({ jeton })}#donnees`, {
          genre: 'fait',
          fort: 'Votre demande est arrivée. La réponse viendra ici, dans le mois.',
        })
      })
  )
}
