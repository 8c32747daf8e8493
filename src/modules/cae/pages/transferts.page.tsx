import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  type EnseigneLue,
  type Envoi,
  geste,
  pageEtGestes,
  petitGeste,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Definitions,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { date, siret, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { listerTransferts } from '../db/transferts.ts'
import { estAccorde, type Transfert, type TransfertId } from '../domain/transferts.ts'
import {
  type Accueil,
  accorderTransfert,
  accueillirTransfert,
  finirTransfert,
  proposerTransfert,
  remettreTransfert,
} from '../gestes/transferts.ts'
import { enseigneTenue, lireBiens } from '../lecture/biens.ts'
import { lireRemis, type Remis } from '../lecture/transferts.ts'
import {
  activitesUrl,
  activiteUrl,
  proposerTransfertUrl,
  sortieUrl,
  transfertsUrl,
  transfertUrl,
} from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import { EtatDe, Recu, Suite } from './transferts-vue.tsx'

const fil = [
  { libelle: 'Activités', href: activitesUrl() },
  { libelle: 'Transferts', href: transfertsUrl() },
]
const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))

const listePage = pageEtGestes({
  lien: transfertsUrl,
  droit: 'activites.lire',
  lire: async (tx, _params, { visiteur }) => (visiteur.cae ? listerTransferts(tx) : undefined),
  vue: (_tx, lus) => (
    <Page
      title="Transferts d’enseignes"
      path={fil.slice(0, 1)}
      lede="Une enseigne passe à une autre coopérative d’activité de la plateforme quand ses personnes et les deux directions en sont d’accord. Les preuves et les factures restent à la première."
    >
      {lus.length === 0 ? (
        <Empty titre="Aucun transfert">
          La direction en propose un depuis la page de sortie d’une enseigne ; ce qu’une autre coopérative
          vous remet vient ici.
        </Empty>
      ) : (
        <Table
          legende="Les transferts, le plus récent d’abord"
          lignes={lus}
          colonnes={[
            {
              titre: 'Enseigne',
              entete: true,
              cell: (t) => <a href={transfertUrl({ transfert: t.id })}>{t.nom}</a>,
            },
            { titre: 'De', cell: (t) => t.de },
            { titre: 'À', cell: (t) => t.vers },
            { titre: 'Jour prévu', cell: (t) => formaterDate(t.jour) },
            { titre: 'État', cell: (t) => <EtatDe t={t} /> },
          ]}
        />
      )}
    </Page>
  ),
  gestes: {},
})

const champs = z.object({
  siret: siret(),
  jour: date({ vide: 'Écrivez le jour du transfert.' }),
})
const proposerPage = geste({
  lien: proposerTransfertUrl,
  droit: 'transferts.mener',
  champs,
  lire: (tx, params, { visiteur }): Promise<EnseigneLue | undefined> =>
    enseigneTenue(tx, visiteur, params.activite),
  vue: (e, form) => (
    <Page
      title={`Transférer ${e.nom}`}
      path={[...fil.slice(0, 1), { libelle: e.nom, href: activiteUrl({ activite: e.id }) }]}
      lede="Partent : le nom de l’enseigne, les programmes, les supports et les références, sans un mot d’une personne formée. Restent : les preuves, les factures, la clientèle, que chaque personne prend dans son archive."
      alert={form.alert}
    >
      <Form form={form} noms={{ siret: 'SIRET de l’autre coopérative', jour: 'Jour prévu' }}>
        <FieldSection titre="Où, et quand">
          <Field
            form={form}
            name="siret"
            label="SIRET de l’autre coopérative"
            hint="une coopérative d’activité et d’emploi de cette plateforme"
            inputmode="numeric"
          />
          <Field
            form={form}
            name="jour"
            label="Jour prévu"
            hint="une indication : l’enseigne passe quand l’autre coopérative l’accueille"
            inputmode="numeric"
          />
        </FieldSection>
        <Actions libelle="Proposer ce transfert">
          <a href={sortieUrl({ activite: e.id })}>Revenir à la sortie</a>
        </Actions>
      </Form>
    </Page>
  ),
  faire: (tx, { lu, data, cle, le }) =>
    proposerTransfert(tx, cle as TransfertId, { enseigne: lu.id, siret: data.siret, jour: data.jour }, le),
  suite: (id) => ({
    vers: transfertUrl({ transfert: id }),
    dit: {
      genre: 'fait',
      fort: 'Le transfert est proposé.',
      suite: 'Chaque personne de l’enseigne l’accorde d’abord.',
    },
  }),
})

type Lu = { readonly t: Transfert; readonly remis: Remis | undefined; readonly moi: Visiteur }
const accord = z.object({ oui: z.enum(['oui', 'non']) })
const accueil = z.object({ nom: texte({ min: 2, max: 120, vide: 'Nommez l’enseigne.' }) })
const fin = z.object({ motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi.' }) })
const vif = (t: Transfert) => t.etat === 'propose' || t.etat === 'remis'

const page = (prises: PrisesCae) => (services: Services) =>
  pageEtGestes({
    lien: transfertUrl,
    droit: 'activites.lire',
    async lire(tx, params, { visiteur }): Promise<Lu | undefined> {
      const id = visiteur.cae ? asId<'Transfert'>(params.transfert) : undefined
      const [t] = id ? await listerTransferts(tx, id) : []
      const remis = t?.contenu ? lireRemis(t.contenu) : undefined
      return t && { t, remis: remis?.ok ? remis.value : undefined, moi: visiteur }
    },
    vue: (_tx, { t, remis, moi }, revenu) => {
      const ici = transfertUrl({ transfert: t.id })
      const dirige = peutVisiteur(moi, 'transferts.mener') && peutSuivre('transferts.mener')
      const form = <S extends z.ZodType>(_: S, nom: string, depart = {}) =>
        (revenu?.geste === nom ? revenu.form : emptyForm(undefined, depart)) as FormOf<S>
      const mien = t.gens.find((g) => g.compte === moi.personneId)
      return (
        <Page title={`${t.nom} : transfert`} path={fil} alert={revenu?.form.alert}>
          <Definitions
            lignes={[
              ['État', <EtatDe t={t} />],
              ['De', t.de],
              ['À', t.vers],
              ['Jour prévu', formaterDate(t.jour)],
              ...(t.remisLe ? [['Remis le', jourDe(t.remisLe)] as const] : []),
              ...(t.finiLe
                ? [[t.etat === 'accueilli' ? 'Accueilli le' : 'Fini le', jourDe(t.finiLe)] as const]
                : []),
              ...(t.motif ? [['Motif', t.motif] as const] : []),
            ]}
          />
          {t.gens.length === 0 ? null : (
            <Section
              titre="Les personnes"
              id="personnes"
              sous="Chacune l’accorde pour elle ; un non met fin au transfert."
            >
              <ul>
                {t.gens.map((g) => (
                  <li>
                    {`${g.prenom} ${g.nom}`.trim()} :{' '}
                    {g.accordeLe ? `oui, le ${jourDe(new Date(g.accordeLe))}` : 'pas encore'}
                  </li>
                ))}
              </ul>
              {t.aMoi && vif(t) ? (
                <>
                  <p>
                    {t.vers} recevra votre nom, votre courriel, vos programmes, vos supports et vos
                    références. Votre clientèle reste dans l’archive que vous prenez vous-même. Vous pouvez
                    dire non jusqu’à l’accueil.
                  </p>
                  {(['oui', 'non'] as const)
                    .filter((o) => o === 'non' || !mien?.accordeLe)
                    .map((o) => (
                      <Form form={emptyForm()} action={`${ici}/accorder`} classe="">
                        <p>
                          <input type="hidden" name="oui" value={o} />
                          <Button genre={o === 'oui' ? 'call' : 'link'}>
                            {o === 'oui' ? 'Accorder ce transfert' : 'Refuser ce transfert'}
                          </Button>
                        </p>
                      </Form>
                    ))}
                </>
              ) : null}
            </Section>
          )}
          {remis ? <Recu remis={remis} /> : null}
          <Suite t={t} />
          {dirige && t.sens === 'part' && t.etat === 'propose' ? (
            estAccorde(t) ? (
              <Form form={emptyForm()} action={`${ici}/remettre`} classe="">
                <p>Chaque personne a dit oui. {t.vers} verra ce qui part, et l’accueillera ou non.</p>
                <p>
                  <Button genre="call">Remettre ce qui part</Button>
                </p>
              </Form>
            ) : (
              <p>Chaque personne de l’enseigne l’accorde d’abord, depuis cette page.</p>
            )
          ) : null}
          {dirige && t.sens === 'vient' && t.etat === 'remis' ? (
            <Section
              titre="Accueillir"
              id="accueillir"
              sous="L’enseigne s’ouvre chez vous : programmes en brouillon, supports à relire, fiche d’intervenant de chaque personne."
            >
              <Form
                form={form(accueil, 'accueillir', { nom: t.nom })}
                action={`${ici}/accueillir`}
                noms={{ nom: 'Nom de l’enseigne chez vous' }}
                classe="suite-f"
              >
                <Field
                  form={form(accueil, 'accueillir', { nom: t.nom })}
                  name="nom"
                  label="Nom de l’enseigne chez vous"
                  maxlength={120}
                />
                <p>
                  <Button genre="call">Accueillir cette enseigne</Button>
                </p>
              </Form>
            </Section>
          ) : null}
          {dirige && vif(t) ? (
            <Section titre={t.sens === 'part' ? 'Retirer ce transfert' : 'Refuser ce transfert'} id="finir">
              <Form
                form={form(fin, 'finir')}
                action={`${ici}/finir`}
                noms={{ motif: 'Pourquoi' }}
                classe="suite-f"
              >
                <Field
                  form={form(fin, 'finir')}
                  name="motif"
                  label="Pourquoi"
                  hint="l’autre coopérative et les personnes le lisent"
                  maxlength={500}
                />
                <p>
                  <Button genre="link">{t.sens === 'part' ? 'Retirer' : 'Refuser'}</Button>
                </p>
              </Form>
            </Section>
          ) : null}
        </Page>
      )
    },
    gestes: {
      accorder: petitGeste<typeof accord, Lu, boolean>({
        champs: accord,
        droit: 'activites.lire',
        peut: (lu) => lu.t.aMoi || 'Chaque personne de l’enseigne l’accorde pour elle.',
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof accord>>) =>
          accorderTransfert(tx, lu.t, data.oui === 'oui', le),
        suite: (oui, lu) => ({
          vers: transfertUrl({ transfert: lu.t.id }),
          dit: {
            genre: 'fait',
            fort: oui ? 'Vous accordez ce transfert.' : 'Vous refusez ce transfert : il n’a pas lieu.',
          },
        }),
      }),
      remettre: petitGeste<z.ZodObject, Lu, void>({
        champs: z.object({}),
        droit: 'transferts.mener',
        faire: async (tx, { lu, le, visiteur }: Envoi<Lu, unknown>) => {
          const e = lu.t.enseigne ? await enseigneTenue(tx, visiteur, lu.t.enseigne) : undefined
          return remettreTransfert(services, tx, lu.t, e && (await lireBiens(tx, e, prises)), le)
        },
        suite: (_, lu) => ({
          vers: transfertUrl({ transfert: lu.t.id }),
          dit: { genre: 'fait', fort: 'Ce qui part est remis.', suite: `À ${lu.t.vers} de l’accueillir.` },
        }),
      }),
      accueillir: petitGeste<typeof accueil, Lu, Accueil>({
        champs: accueil,
        droit: 'transferts.mener',
        faire: (tx, { lu, data, le, visiteur }: Envoi<Lu, z.output<typeof accueil>>) =>
          accueillirTransfert(services, tx, { visiteur, transfert: lu.t.id, nom: data.nom, le }, prises),
        suite: (a, lu) => ({
          vers: transfertUrl({ transfert: lu.t.id }),
          dit: {
            genre: 'fait',
            fort: `L’enseigne est accueillie : ${compter(a.programmes, 'programme')}, ${compter(a.supports, 'support')}.`,
            ...(a.laisses.length > 0 && {
              suite: `${compter(a.laisses.length, 'support')} ne se ${accorder(a.laisses.length, 'range', 'rangent')} à aucun registre : ${a.laisses.slice(0, 5).join(', ')}.`,
            }),
          },
        }),
      }),
      finir: petitGeste<typeof fin, Lu, void>({
        champs: fin,
        droit: 'transferts.mener',
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof fin>>) =>
          finirTransfert(tx, lu.t, data.motif, le),
        suite: (_, lu) => ({
          vers: lu.t.sens === 'part' ? transfertUrl({ transfert: lu.t.id }) : transfertsUrl(),
          dit: {
            genre: 'fait',
            fort: lu.t.sens === 'part' ? 'Le transfert est retiré.' : 'Le transfert est refusé.',
          },
        }),
      }),
    },
  })

export const transfertsPages =
  (prises: PrisesCae) =>
  (services: Services): Hono<Env> =>
    new Hono<Env>().route('/', listePage).route('/', proposerPage).route('/', page(prises)(services))
