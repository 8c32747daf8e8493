import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pdfResponse } from '#modules/documents/index.ts'
import { exigerDroit, pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import { type PoleId, polesUrl, poleUrl } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Definitions,
  Empty,
  Etat,
  Field,
  Form,
  Page,
  PublicPage,
  Section,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { entier, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { conjointsUrl, parIdentifiant } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireConjointPublic, lireConjoints } from '../db/conjoints.ts'
import { composerAccord } from '../documents/composer-accord.ts'
import type { AccordConjoint, AccordPublie, ArticleConjoint } from '../domain/conjoints.ts'
import { ecrireAccord, signerAccord } from '../gestes/conjoints.ts'
import { accordPublicUrl, pdfDeLAccordPublicUrl, pdfDeLAccordUrl } from '../liens.ts'

type Lu = { readonly accords: readonly AccordConjoint[] }
const pole = identifiant((t) => asId<'Pole'>(t) as PoleId | undefined)
const ecrit = z.object({
  pole,
  contact: texte({ min: 5, max: 300, vide: 'Dites où les personnes écrivent : une fonction, une adresse.' }),
})
const signe = z.object({ pole, rang: entier({ min: 1, max: 100_000 }) })
const jourDe = (le: Date | string) => formaterDate(jourLocal(new Date(le), ZONE_PAR_DEFAUT))

const Articles = ({ texte: t }: { texte: readonly ArticleConjoint[] }) => (
  <>
    {t.map(([titre, dit], i) => (
      <>
        <h3>
          {i + 1}. {titre}
        </h3>
        {dit.split('\n\n').map((p) => (
          <p>{p}</p>
        ))}
      </>
    ))}
  </>
)
const Signataires = ({ a }: { a: Pick<AccordPublie, 'signataires'> }) =>
  a.signataires.length === 0 ? (
    <p>Aucune coopérative ne l’a encore signé.</p>
  ) : (
    <ul class="puces">
      {a.signataires.map(([nom, le]) => (
        <li>
          {nom}, le {jourDe(le)}
        </li>
      ))}
    </ul>
  )

const UnAccord = ({
  a,
  revenu,
}: {
  a: AccordConjoint
  revenu: { geste: string; form: FormState } | undefined
}) => {
  const ici = conjointsUrl()
  const revient = revenu?.geste === 'ecrire' && revenu.form.values.get('pole')?.[0] === a.pole
  const form = (
    revient ? revenu.form : emptyForm(undefined, a.contact ? { contact: a.contact } : {})
  ) as FormOf<typeof ecrit>
  return (
    <Section
      titre={a.nomDuPole}
      id={`accord-${a.pole}`}
      sous={a.rang ? `version ${a.rang}` : 'pas encore écrit'}
    >
      {a.rang && a.texte && a.ecritLe ? (
        <>
          <Definitions
            lignes={[
              [
                'Votre coopérative',
                a.signeLe ? (
                  <>
                    <Etat etat="prouve" mot="signé" /> le {jourDe(a.signeLe)}
                  </>
                ) : (
                  <>
                    <Etat etat="manquant" mot="pas signé" /> cette version
                  </>
                ),
              ],
              ['Écrit le', jourDe(a.ecritLe)],
              ['À qui s’adresser', a.contact ?? ''],
              [
                'À lire',
                <>
                  <a href={pdfDeLAccordUrl({ pole: a.pole })}>le texte, en PDF</a>
                  {a.public ? (
                    <>
                      , <a href={accordPublicUrl({ code: a.code })}>sa page publique</a>
                    </>
                  ) : (
                    ' ; le pôle n’est pas public, son accord non plus'
                  )}
                </>,
              ],
            ]}
          />
          <details class="volet">
            <summary>Lire l’accord</summary>
            <Articles texte={a.texte} />
          </details>
          <h3>Signé par</h3>
          <Signataires a={a} />
          {a.manquent > 0 ? (
            <p>{compter(a.manquent, 'coopérative')} du pôle ne l’ont pas encore signé.</p>
          ) : null}
          {a.signeLe === null && peutSuivre('delegations.donner') ? (
            <Form form={emptyForm()} action={`${ici}/signer`} classe="court">
              <input type="hidden" name="pole" value={a.pole} />
              <input type="hidden" name="rang" value={String(a.rang)} />
              <p class="gestes-l">
                <Button genre="call">Signer pour la coopérative</Button>
              </p>
            </Form>
          ) : null}
        </>
      ) : (
        <p>
          Ce pôle n’a pas encore d’accord. Qui l’anime l’écrit, au nom de sa direction.{' '}
          <a href={poleUrl({ pole: a.pole })}>Le pôle</a>
        </p>
      )}
      {a.anime && peutSuivre('delegations.donner') ? (
        <details class="volet" open={revient || a.rang === null}>
          <summary>{a.rang ? 'Écrire une version de plus' : 'Écrire l’accord'}</summary>
          <Form form={form} action={`${ici}/ecrire`}>
            <input type="hidden" name="pole" value={a.pole} />
            <Field
              form={form}
              name="contact"
              cle={a.pole}
              label="Où les personnes écrivent"
              span={3}
              hint="une fonction et une adresse : « la personne déléguée aux données du pôle, donnees@exemple.fr »"
            />
            <p>
              Le texte est celui que Coforme propose aujourd’hui, durées comprises. Chaque coopérative signe
              une version neuve.
            </p>
            <Actions libelle="Écrire cette version" genre="main" />
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

const page = pageEtGestes({
  lien: conjointsUrl,
  droit: 'pole.lire',
  async lire(tx): Promise<Lu | undefined> {
    return { accords: await lireConjoints(tx) }
  },
  vue: (_tx, { accords }, revenu) => (
    <Page
      title="Responsables conjoints"
      lede="Ce que les coopératives d’un pôle décident ensemble des données des personnes : qui répond, combien de temps, à qui s’adresser (RGPD, article 26)."
      path={[{ libelle: 'Pôle', href: polesUrl() }]}
      alert={revenu?.form.alert}
    >
      {accords.length === 0 ? (
        <Empty titre="Votre coopérative n’est d’aucun pôle.">
          <p>L’accord s’écrit dans un pôle, et chaque coopérative le signe.</p>
        </Empty>
      ) : (
        accords.map((a) => <UnAccord a={a} revenu={revenu} />)
      )}
    </Page>
  ),
  gestes: {
    ecrire: petitGeste<typeof ecrit, Lu, string>({
      droit: 'delegations.donner',
      champs: ecrit,
      faire: async (tx, e) => {
        const [a] = await lireConjoints(tx, e.data.pole)
        return ecrireAccord({ ...e, tx }, a ?? sansAccord(e.data.pole), e.data.contact)
      },
      suite: () => ({
        vers: conjointsUrl(),
        dit: {
          genre: 'fait',
          fort: 'L’accord est écrit.',
          suite: 'Chaque direction le signe, la vôtre comprise.',
        },
      }),
    }),
    signer: petitGeste<typeof signe, Lu, string>({
      droit: 'delegations.donner',
      champs: signe,
      faire: async (tx, e) => {
        const [a] = await lireConjoints(tx, e.data.pole)
        return signerAccord({ ...e, tx }, a ?? sansAccord(e.data.pole), e.data.rang)
      },
      suite: () => ({
        vers: conjointsUrl(),
        dit: { genre: 'fait', fort: 'La coopérative a signé l’accord.' },
      }),
    }),
  },
})
/** D’un pôle qui n’est pas des nôtres : la base refuse. */
const sansAccord = (p: PoleId): AccordConjoint => ({
  pole: p,
  nomDuPole: '',
  code: '',
  public: false,
  rang: null,
  contact: null,
  texte: null,
  ecritLe: null,
  signataires: [],
  manquent: 0,
  signeLe: null,
  anime: false,
})

const Publique = ({ a, code }: { a: AccordPublie; code: string }) => (
  <PublicPage
    title="Responsables conjoints"
    lede={`${a.nomDuPole} : ce que ses coopératives décident ensemble des données des personnes (RGPD, article 26). Version ${a.rang}${a.ecritLe ? `, du ${jourDe(a.ecritLe)}` : ''}.`}
  >
    <p>
      Pour toute demande : {a.contact}. <a href={pdfDeLAccordPublicUrl({ code })}>Le texte, en PDF</a>
    </p>
    <Articles texte={a.texte ?? []} />
    <h2>Signé par</h2>
    <Signataires a={a} />
  </PublicPage>
)

/** L’accord de chaque pôle, ses gestes, son PDF ; et la page publique. */
export const conjointsPage = (services: Services) =>
  new Hono<Env>()
    .get(parIdentifiant(pdfDeLAccordUrl), exigerDroit('pole.lire'), (c) =>
      pourVisiteur(c, services.db, async (tx) => {
        const [a] = await lireConjoints(tx, asId<'Pole'>(c.req.param('pole')) as PoleId)
        const fait = a?.rang ? await composerAccord(services, a) : undefined
        return fait?.ok
          ? pdfResponse(fait.value.pdf, 'accord-des-responsables-conjoints.pdf', 'inline')
          : notFound(c)
      }),
    )
    .get(pdfDeLAccordPublicUrl.modele, async (c) => {
      const a = await services.db.withoutTenant((tx) => lireConjointPublic(tx, c.req.param('code')))
      const fait = a ? await composerAccord(services, a) : undefined
      return fait?.ok
        ? pdfResponse(fait.value.pdf, 'accord-des-responsables-conjoints.pdf', 'inline')
        : notFound(c)
    })
    .get(accordPublicUrl.modele, async (c) => {
      const code = c.req.param('code')
      const a = await services.db.withoutTenant((tx) => lireConjointPublic(tx, code))
      return a ? c.html(<Publique a={a} code={code} />) : notFound(c)
    })
    .route('/', page)
