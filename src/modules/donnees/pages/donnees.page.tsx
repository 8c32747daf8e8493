import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Definitions,
  Empty,
  Etat,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type DemandeDeDroits, lireDemande, listerDemandes } from '../db/demandes.ts'
import { type Effacement, listerEffacements } from '../db/effacement.ts'
import { canaux, droitsDesPersonnes, listeReponses, reponses, urgenceDe } from '../domain/demande.ts'
import { prolongerLeDelai, remettreSesDonnees, repondreAUneDemande } from '../gestes/demander.ts'
import {
  conservationUrl,
  demandesCsvUrl,
  demandeUrl,
  donneesPersonneUrl,
  donneesUrl,
  droitsUrl,
  lecturesUrl,
  purgeUrl,
  traitementsUrl,
} from '../liens.ts'
import { aujourdhui, jour, jourDe, racine } from './commun.ts'

const etatDe = (d: DemandeDeDroits, auj: DateCivile) => {
  if (d.reponse)
    return <Etat etat={d.reponse === 'refusee' ? 'sans-objet' : 'prouve'} mot={reponses[d.reponse]} />
  const u = urgenceDe(d.echeance as DateCivile, auj)
  return u === 'depassee' ? (
    <Etat etat="manquant" mot="délai dépassé" />
  ) : u === 'proche' ? (
    <Etat etat="partiel" mot="moins d’une semaine" />
  ) : (
    <Etat etat="a-venir" mot="à répondre" />
  )
}

const Accueil = ({
  demandes,
  effacements,
  auj,
}: {
  demandes: readonly DemandeDeDroits[]
  effacements: readonly Effacement[]
  auj: DateCivile
}) => {
  const ouvertes = demandes.filter((d) => !d.reponse)
  return (
    <Page
      title="Données personnelles"
      path={racine.slice(0, 1)}
      lede="Ce que les personnes demandent, ce qui se garde et jusqu’à quand, ce qui s’efface, et qui a lu quoi."
    >
      <Section
        titre="Demandes"
        id="demandes"
        sous="Lire, corriger, effacer, s’opposer : la réponse est due en un mois (RGPD, article 12)."
      >
        {demandes.length === 0 ? (
          <Empty titre="Personne n’a rien demandé">
            Une demande arrive ici depuis l’espace d’une personne. Reçue autrement, elle s’écrit depuis sa
            fiche, « Ses données ».
          </Empty>
        ) : (
          <>
            <p>
              {ouvertes.length === 0
                ? 'Toutes ont leur réponse.'
                : `${compter(ouvertes.length, 'demande')} à répondre, la première pour le ${jour(ouvertes[0]?.echeance ?? '')}.`}
            </p>
            <Table
              legende="Demandes des personnes"
              lignes={demandes}
              colonnes={[
                {
                  titre: 'Personne',
                  entete: true,
                  cell: (d) => <a href={demandeUrl({ demande: d.id })}>{d.nom}</a>,
                },
                { titre: 'Demande', cell: (d) => droitsDesPersonnes[d.genre].nom },
                { titre: 'Reçue', cell: (d) => jour(d.recueLe) },
                { titre: 'À répondre avant', cell: (d) => jour(d.echeance) },
                { titre: 'État', cell: (d) => etatDe(d, auj) },
              ]}
            />
            <p>
              <a href={demandesCsvUrl()}>Exporter en CSV</a>
            </p>
          </>
        )}
      </Section>
      <Section titre="Ce qui se tient ici" id="tenir">
        <Definitions
          lignes={[
            [
              <a href={conservationUrl()}>Durées de conservation</a>,
              'par genre de pièce et par financeur, datées, celles à confirmer marquées',
            ],
            [<a href={purgeUrl()}>Purge</a>, 'ce que la nuit efface, ou effacerait : son rapport'],
            [<a href={traitementsUrl()}>Registre des traitements</a>, 'l’article 30, prêt à imprimer'],
            [
              <a href={droitsUrl()}>Qui peut lire quoi</a>,
              'chaque rôle, chaque genre de pièce, et qui le tient aujourd’hui',
            ],
            [<a href={lecturesUrl()}>Journal des lectures</a>, 'qui a ouvert ou emporté ce qui est sensible'],
          ].map(([a, b]) => [a as never, b as never])}
        />
      </Section>
      <Section titre="Effacements faits" id="effacements">
        {effacements.length === 0 ? (
          <Empty titre="Rien n’a encore été effacé">
            Un effacement se conduit depuis la fiche de la personne ; ce qui reste y est dit, avec sa raison.
          </Empty>
        ) : (
          <Table
            legende="Effacements"
            lignes={effacements.slice(0, 50)}
            colonnes={[
              {
                titre: 'Le',
                entete: true,
                cell: (e) => <a href={donneesPersonneUrl({ personne: e.personne })}>{jourDe(e.faitLe)}</a>,
              },
              {
                titre: 'État',
                cell: (e) =>
                  e.complet ? (
                    <Etat etat="prouve" mot="complet" />
                  ) : (
                    <Etat etat="partiel" mot={`en partie, suite le ${jour(e.prochaine ?? '')}`} />
                  ),
              },
              { titre: 'Pièces', nombre: true, cell: (e) => String(e.rapport.pieces ?? 0) },
              { titre: 'Parts du registre', nombre: true, cell: (e) => String(e.rapport.parts ?? 0) },
            ]}
          />
        )}
      </Section>
    </Page>
  )
}

const champs = z.object({
  reponse: choix(listeReponses, { phrase: 'Dites quelle réponse est donnée.' }),
  suite: texte({ max: 1000 }),
})
type Formulaire = FormOf<typeof champs>

const Une = ({
  d,
  precision,
  auj,
  form,
}: {
  d: DemandeDeDroits
  precision: string | undefined
  auj: DateCivile
  form: Formulaire
}) => (
  <Page
    title={`${d.nom} demande à ${droitsDesPersonnes[d.genre].nom}`}
    path={[...racine]}
    facts={<p>{etatDe(d, auj)}</p>}
    alert={form.alert}
  >
    <Section titre="La demande" id="demande">
      <Definitions
        lignes={[
          ['Personne', <a href={donneesPersonneUrl({ personne: d.personne })}>{d.nom} : ses données</a>],
          ['Droit', `${droitsDesPersonnes[d.genre].nom} (RGPD, ${droitsDesPersonnes[d.genre].article})`],
          ['Reçue', `le ${jour(d.recueLe)}, ${canaux[d.canal]}`],
          [
            'À répondre avant',
            `le ${formaterDate(d.echeance as DateCivile, 'complet')}${d.prolongeeLe ? ', délai prolongé' : ''}`,
          ],
          ['Ce qu’elle précise', precision ?? 'rien'],
          ...(d.reponse
            ? ([
                [
                  'Réponse',
                  `${reponses[d.reponse]}, ${d.repondueLe ? jourDe(d.repondueLe) : ''}. ${d.suite}`,
                ],
              ] as const)
            : []),
        ]}
      />
      {d.reponse ? null : (
        <p>
          {d.genre === 'acces' ? (
            <Form form={emptyForm()} classe="enligne">
              <Button geste="remettre" genre="main">
                Préparer l’archive et la lui remettre
              </Button>
            </Form>
          ) : d.genre === 'effacement' ? (
            <ButtonLink href={`${donneesPersonneUrl({ personne: d.personne })}?demande=${d.id}`} genre="main">
              Voir ce qui s’efface et ce qui reste
            </ButtonLink>
          ) : (
            <ButtonLink href={`/personnes/${d.personne}/modifier`} genre="main">
              Corriger sa fiche
            </ButtonLink>
          )}
        </p>
      )}
    </Section>
    {d.reponse ? null : (
      <Section
        titre="Répondre"
        id="repondre"
        sous="Elle le lit dans son espace : dites ce qui est fait, ou pourquoi ce ne l’est pas."
      >
        <Form form={form} noms={{ reponse: 'Réponse', suite: 'Ce que vous lui dites' }}>
          <FieldSection titre="La réponse">
            <SelectField
              form={form}
              name="reponse"
              label="Réponse"
              vide="choisir"
              options={listeReponses.map((value) => ({ value, label: reponses[value] }))}
            />
            <TextArea
              form={form}
              name="suite"
              label="Ce que vous lui dites"
              rows={3}
              hint="un refus dit sa raison, et qu’elle peut saisir la CNIL (article 12, 4)"
            />
          </FieldSection>
          <Actions libelle="Garder la réponse" genre="main">
            {d.prolongeeLe ? null : <Button geste="prolonger">Prendre deux mois de plus</Button>}
          </Actions>
        </Form>
      </Section>
    )}
  </Page>
)

export const donneesPages = ({ db, clock, keys }: Services) => {
  const lireUne = (d: DemandeDeDroits): string | undefined => {
    const clair = d.chiffree && keys.decrypt('donnees.demande', d.id, d.chiffree)
    return clair ? Buffer.from(clair).toString('utf8') : undefined
  }
  return new Hono<Env>()
    .get(donneesUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        c.html(
          <Accueil
            demandes={await listerDemandes(tx)}
            effacements={await listerEffacements(tx)}
            auj={aujourdhui(clock.now())}
          />,
        ),
      ),
    )
    .get(demandesCsvUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'demandes-donnees',
          enCsv(
            ['recue_le', 'droit', 'canal', 'echeance', 'prolongee', 'reponse', 'repondue_le', 'personne'],
            (await listerDemandes(tx)).map((d) => [
              d.recueLe,
              d.genre,
              d.canal,
              d.echeance,
              d.prolongeeLe ? 'oui' : 'non',
              d.reponse,
              d.repondueLe ? d.repondueLe.toISOString().slice(0, 10) : '',
              d.nom,
            ]),
          ),
        ),
      ),
    )
    .on(['GET', 'POST'], demandeUrl.modele, exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const id = asId(c.req.param('demande') ?? '')
        const d = id && (await lireDemande(tx, id))
        if (!d) return notFound(c)
        const le = clock.now()
        const vue = (form: Formulaire) => (
          <Une d={d} precision={lireUne(d)} auj={aujourdhui(le)} form={form} />
        )
        if (c.req.method === 'GET') return c.html(vue(emptyForm()))
        // Deux boutons n’attendent aucun champ : le geste se lit avant le reste.
        const brut = await readForm(z.object({ reponse: texte({ max: 40 }), suite: texte({ max: 1000 }) }), c)
        if (!brut.ok) return c.html(vue(brut.form as Formulaire), brut.status)
        const refuse = (alerte: Parameters<typeof withAlert>[1], statut: 409 | 422) =>
          c.html(vue(withAlert(brut.form as Formulaire, alerte)), statut)
        if (brut.geste === 'prolonger') {
          const fait = await prolongerLeDelai(tx, d, le)
          if (!fait.ok) return refuse(fait.error.phrase, 409)
          return redirectWith(c, demandeUrl({ demande: d.id }), {
            genre: 'fait',
            fort: `Le délai va jusqu’au ${formaterDate(fait.value)}. Dites-le à la personne, et pourquoi.`,
          })
        }
        if (brut.geste === 'remettre') {
          const v = c.get('visiteur')
          if (!v?.organisme || !(await remettreSesDonnees(tx, v.organisme.id, d, le))) return notFound(c)
          return redirectWith(c, demandeUrl({ demande: d.id }), {
            genre: 'fait',
            fort: 'L’archive se prépare : la personne reçoit un courriel dès qu’elle est prête dans son espace.',
          })
        }
        const fait = await repondreAUneDemande(tx, d, brut.data, le)
        if (!fait.ok)
          return fait.error.code === 'incomplete'
            ? refuse({ titre: 'La réponse n’est pas gardée', phrase: fait.error.phrase }, 422)
            : refuse(fait.error.phrase, 409)
        return redirectWith(c, donneesUrl(), { genre: 'fait', fort: 'La réponse est gardée.' })
      }),
    )
}
