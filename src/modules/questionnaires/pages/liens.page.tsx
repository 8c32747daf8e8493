/** Les liens d’un recueil à remettre de la main à la main : un carré par personne, pour qui n’a pas de courriel, ou qui préfère répondre en salle. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { compter, de } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import { qrDataUrl } from '#platform/auth/totp.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, ButtonLink, Empty, Form, Page } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Campagne, type DemandeDeReponse, demandesDe, estClose } from '../db/campagnes.ts'
import { sansEnvoi } from '../domain/genres.ts'
import { preparerLesLiens } from '../gestes/preparer-liens.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { campagneUrl, liensARemettreUrl, repondreUrl } from '../liens.ts'
import { nommerRecueil } from './accueil.page.tsx'
import { racine } from './commun.ts'
import { nommer, recueilPour } from './recueil.page.tsx'

/** Une feuille de cent carrés se découpe ; au-delà, on remet les suivants une fois ceux-ci rendus. */
const auPlus = 100

type Lien = { readonly nom: string; readonly adresse: string }
const Vue = ({
  campagne,
  liens,
  reste,
  jour,
}: {
  campagne: Campagne
  liens: readonly Lien[]
  reste: number
  jour: string
}) => (
  <Page
    title="Liens à remettre"
    lede={`${campagne.titre}. Chaque carré n’est qu’à une personne, et ne sert qu’une fois, jusqu’au ${formaterDate(campagne.fermeLe)}. Imprimez, découpez, remettez en main propre.`}
    path={[...racine, { libelle: nommerRecueil(campagne), href: campagneUrl({ campagne: campagne.id }) }]}
  >
    {estClose(campagne, jour) || (liens.length === 0 && reste === 0) ? (
      <Empty titre="Il n’y a plus de lien à remettre">Ce recueil est clos, ou chacun a répondu.</Empty>
    ) : (
      <>
        {reste > 0 ? (
          <Form form={emptyForm()} classe="">
            <p>
              {compter(reste, 'personne')} sans lien. Préparez-les : aucun message ne part. Ils arrivent ici
              en quelques secondes.
            </p>
            <p>
              <Button genre="main" geste="preparer">
                Préparer {compter(Math.min(reste, auPlus), 'lien')}
              </Button>{' '}
              <ButtonLink href={liensARemettreUrl({ campagne: campagne.id })}>Relire</ButtonLink>
            </p>
          </Form>
        ) : null}
        {liens.length > 0 ? (
          <ul class="codes-imprimes">
            {liens.map((l) => (
              <li>
                <img src={qrDataUrl(l.adresse)} alt={`Code ${de(l.nom)}`} />
                <b>{l.nom}</b>
                <span class="sub">
                  <a href={l.adresse}>{l.adresse.replace(/^https?:\/\//, '')}</a>
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </>
    )}
  </Page>
)

/** Qui n’a pas répondu, et ne l’a pas refusé : avec un lien déjà né, ou sans. */
const restants = async (tx: TenantTx, campagne: Campagne) => {
  const restent = await demandesDe(tx, campagne.id, { attendues: true })
  return { nes: restent.filter((d) => d.envois > 0), sans: restent.filter((d) => d.envois === 0) }
}

export const liensARemettrePage = () => {
  const pour = (
    c: Context<Env>,
    work: (tx: TenantTx, campagne: Campagne, visiteur: Visiteur) => Promise<Response>,
  ) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const lu = await recueilPour(tx, c.req.param('campagne'), visiteur)
      c.header('cache-control', 'no-store')
      return lu?.envoie && !sansEnvoi(lu.campagne.genre) ? work(tx, lu.campagne, visiteur) : notFound(c)
    })
  return new Hono<Env>()
    .get(liensARemettreUrl.modele, exigerDroit('questionnaires.envoyer'), (c) =>
      pour(c, async (tx, campagne) => {
        const { keys, config, clock } = c.get('services')
        const { nes, sans } = await restants(tx, campagne)
        const lien = (d: DemandeDeReponse): Lien => ({
          nom: nommer(d),
          adresse: `${config.origine}${repondreUrl({ jeton: derivedToken(keys, 'questionnaire', d.id) })}`,
        })
        return c.html(
          <Vue
            campagne={campagne}
            liens={nes.slice(0, auPlus).map(lien)}
            reste={sans.length}
            jour={aujourdhui(clock.now())}
          />,
        )
      }),
    )
    .post(liensARemettreUrl.modele, exigerDroit('questionnaires.envoyer'), async (c) => {
      const read = await readForm(z.object({}), c)
      return pour(c, async (tx, campagne, visiteur) => {
        const organisme = visiteur.organisme?.id
        if (!read.ok || !organisme) return notFound(c)
        const ici = liensARemettreUrl({ campagne: campagne.id })
        if (estClose(campagne, aujourdhui(c.get('services').clock.now())))
          return redirectWith(c, ici, { genre: 'mal', fort: 'Ce recueil est clos : on n’y répond plus.' })
        const { sans } = await restants(tx, campagne)
        await preparerLesLiens(tx, organisme, sans.slice(0, auPlus))
        return redirectWith(c, ici, {
          genre: 'fait',
          fort: `${compter(Math.min(sans.length, auPlus), 'lien se prépare', { pluriel: 'liens se préparent', zero: 'Aucun lien de plus ne se prépare' })}.`,
        })
      })
    })
}
