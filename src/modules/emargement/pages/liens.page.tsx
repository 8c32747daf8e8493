import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { compter, de } from '#kernel/texte.ts'
import { lirePapierAEnTete } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { qrDataUrl } from '#platform/auth/totp.ts'
import { lignesQr } from '#platform/pdf/qr.ts'
import { Alert, Button, ButtonLink, Empty, Form, Page, SignaturePage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { conflict, forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import type { CodesADecouperV1 } from '../documents/codes-a-decouper.v1.ts'
import type { Demi } from '../domain/ports.ts'
import { ouEst } from '../gestes/composer.ts'
import { type LienARemettre, lireLiens, preparerLesLiens } from '../gestes/liens-a-remettre.ts'
import { feuilleUrl, liensPdfUrl, liensUrl, signerUrl } from '../liens.ts'
import { capitale, contexteDe, fermeture, nommer } from './commun.ts'
import { neSeSignePlus, TropTard } from './trop-tard.tsx'

type Vue = {
  readonly demi: Demi
  readonly liens: readonly LienARemettre[]
  readonly origine: string
  readonly fini: boolean
}
const adresseDe = (origine: string, jeton: string) => `${origine}${signerUrl({ jeton })}`

const Liens = ({ demi, liens, origine, fini }: Vue) => {
  const ou = { session: demi.session.id, seance: demi.seance.id }
  const prets = liens.filter((l) => l.jeton !== undefined)
  const reste = liens.length - prets.length
  return (
    <Page
      title="Copier ou imprimer les liens"
      lede={`${capitale(nommer(demi))}. Chaque lien est à une personne : donnez-lui le sien, et à elle seule.${fini ? '' : ` On signe jusqu’à ${fermeture(demi)}.`}`}
      path={[{ libelle: demi.session.numero, href: feuilleUrl(ou) }]}
      islands={['copier']}
    >
      {fini ? (
        <TropTard demi={demi} />
      ) : liens.length === 0 ? (
        <Empty titre="Chacun a signé ou a été noté">Il n’y a plus de lien à remettre.</Empty>
      ) : (
        <>
          {reste > 0 ? (
            <Form form={emptyForm()}>
              <p>
                {prets.length === 0
                  ? 'Aucun lien n’est encore né. '
                  : `${compter(reste, 'personne')} sans lien. `}
                Préparez-les : aucun courriel ne part. Ils arrivent ici en quelques secondes.
              </p>
              <p class="gestes-l gestes-f">
                <Button genre="main" geste="preparer">
                  Préparer {compter(reste, 'lien')}
                </Button>{' '}
                <ButtonLink href={liensUrl(ou)}>Relire</ButtonLink>
              </p>
            </Form>
          ) : null}
          {prets.length > 0 ? (
            <>
              <ul class="liens-perso">
                {prets.map((l) => (
                  <li>
                    <b>{l.nom}</b>
                    <code-copiable data-label={`le lien ${de(l.nom)}`}>
                      <code>{adresseDe(origine, l.jeton ?? '')}</code>
                    </code-copiable>
                  </li>
                ))}
              </ul>
              <p class="gestes-l gestes-f">
                <ButtonLink genre="main" href={liensPdfUrl(ou)}>
                  Feuille de codes, en PDF
                </ButtonLink>{' '}
                <ButtonLink href={`${liensUrl(ou)}?imprimer=oui`}>La montrer ici</ButtonLink>{' '}
                <ButtonLink href={feuilleUrl(ou)}>Revenir à la feuille</ButtonLink>
              </p>
            </>
          ) : null}
        </>
      )}
    </Page>
  )
}

/** Un carré par personne, à découper : à l’écran, pour qui photographie sans papier, ou pour imprimer sans PDF. */
const AImprimer = ({ demi, liens, origine }: Vue) => {
  const ou = { session: demi.session.id, seance: demi.seance.id }
  const prets = liens.flatMap((l) => (l.jeton === undefined ? [] : [{ ...l, jeton: l.jeton }]))
  return (
    <SignaturePage
      title="À chacun son code"
      maison={demi.session.intitule}
      contexte={`${capitale(nommer(demi))}, ${ouEst(demi)}. On signe jusqu’à ${fermeture(demi)}.`}
    >
      <Alert genre="passe" fort="À découper.">
        Chaque carré signe pour une seule personne, une seule fois. Imprimez cette page, puis jetez ce qui
        reste. <a href={liensPdfUrl(ou)}>En PDF</a>, <a href={liensUrl(ou)}>revenir aux liens</a>
      </Alert>
      <ul class="codes-imprimes">
        {prets.map((l) => (
          <li>
            <img src={qrDataUrl(adresseDe(origine, l.jeton))} alt={`Code ${de(l.nom)}`} />
            <b>{l.nom}</b>
            <span class="sub">
              {capitale(nommer(demi))}. Photographiez pour signer, jusqu’à {fermeture(demi)}.
            </span>
          </li>
        ))}
      </ul>
    </SignaturePage>
  )
}

/** Les secrets y sont : ni gardée, ni montrée à qui ne tient pas la feuille. */
const sansTrace: MiddlewareHandler<Env> = async (c, next) => {
  c.header('cache-control', 'no-store')
  await next()
}
const garder = exigerDroit('emargement.animer', 'emargement.suppleer')

export const liensPages = new Hono<Env>()
  .use(liensUrl.modele, sansTrace, garder)
  .use(liensPdfUrl.modele, sansTrace, garder)
  .get(liensPdfUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const r = await lireLiens(services, ctx.qui, { session: ctx.session, seance: ctx.seance })
    if (!r.ok) return r.error.code === 'introuvable' ? notFound(c) : forbidden(c, r.error.phrase)
    const { demi, liens } = r.value
    const prets = liens.flatMap((l) => (l.jeton === undefined ? [] : [{ nom: l.nom, jeton: l.jeton }]))
    if (prets.length === 0)
      return conflict(c, 'Aucun lien n’est né : préparez-les d’abord.', 'Il n’y a rien à imprimer')
    const papier = await services.db.withTenant(ctx.qui.acces, (tx) =>
      lirePapierAEnTete(tx, services.storage),
    )
    if (!papier) return notFound(c)
    const donnees: CodesADecouperV1 = {
      organisme: { nom: papier.nom, ...(papier.couleur ? { couleur: papier.couleur } : {}) },
      intitule: demi.session.intitule,
      demi: capitale(nommer(demi)),
      lieu: ouEst(demi),
      jusque: fermeture(demi),
      codes: prets.map(({ nom, jeton }) => {
        const ou = adresseDe(services.config.origine, jeton)
        return { nom, adresse: ou, qr: lignesQr(ou).join('/') }
      }),
    }
    const rendu = await services.pdf.render({
      gabarit: 'codes-a-decouper.v1',
      donnees,
      emisLe: services.clock.now(),
    })
    if (!rendu.ok) return conflict(c, rendu.error.phrase, 'La feuille ne se compose pas')
    return c.body(new Uint8Array(rendu.value.pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="codes-${demi.session.numero}.pdf"`,
      'cache-control': 'private, no-store',
    })
  })
  .get(liensUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const r = await lireLiens(services, ctx.qui, { session: ctx.session, seance: ctx.seance })
    if (!r.ok) return r.error.code === 'introuvable' ? notFound(c) : forbidden(c, r.error.phrase)
    const fini = neSeSignePlus(r.value.demi, services.clock.now())
    const vue = { ...r.value, origine: services.config.origine, fini }
    return c.html(!fini && c.req.query('imprimer') === 'oui' ? <AImprimer {...vue} /> : <Liens {...vue} />)
  })
  .post(liensUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const lu = await readForm(z.object({}), c)
    const ou = { session: ctx.session, seance: ctx.seance }
    if (!lu.ok) {
      const ici = await lireLiens(c.get('services'), ctx.qui, ou)
      if (!ici.ok) return ici.error.code === 'introuvable' ? notFound(c) : forbidden(c, ici.error.phrase)
      return redirectWith(c, liensUrl(ou), {
        genre: 'mal',
        fort: 'Rien n’a été fait\u00a0: recommencez.',
      })
    }
    const r = await preparerLesLiens(c.get('services'), ctx.qui, ou)
    if (!r.ok) {
      if (r.error.code === 'introuvable') return notFound(c)
      return r.error.code === 'pas-le-formateur'
        ? forbidden(c, r.error.phrase)
        : conflict(c, r.error.phrase, 'Les liens ne se préparent pas')
    }
    return redirectWith(c, liensUrl(ou), {
      genre: 'fait',
      fort: `${compter(r.value, 'lien', { zero: 'Aucun lien' })} à naître.`,
      suite: 'Relisez la page dans quelques secondes.',
    })
  })
