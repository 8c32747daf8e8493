import { formaterDate } from '#kernel/dates.ts'
import { formaterSiret, type Siret } from '#kernel/identifiants.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  Button,
  ButtonLink,
  Empty,
  Etat,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { abonnementsUrl, withQuery } from '#web/links.ts'
import type { IdentiteAViser } from '../db/identites.ts'
import { enRetard } from '../domain/compte-rendu.ts'
import { genresDeDecision, realisations } from '../domain/depouiller.ts'
import { direFermeture, direJour, direQuand } from '../domain/dire.ts'
import {
  actualitesDuPoleUrl,
  chercherDateUrl,
  convoquerUrl,
  decisionUrl,
  groupeUrl,
  nouveauGroupeUrl,
  nouvelleDecisionUrl,
  polesUrl,
  poleUrl,
  reglerPoleUrl,
  reunionUrl,
  veilleUrl,
} from '../liens.ts'
import { AnimationProposee } from './animation-proposee.tsx'
import { etatsCompteRendu, etatsDecision, etatsEngagement, etatsReunion } from './dire.ts'
import { Exporter } from './exporter.tsx'
import { Membres } from './pole-membres.tsx'
import { csv, type ViePole } from './pole-vie.ts'

const Identite = ({ i }: { i: IdentiteAViser }) => (
  <p>
    Personne n’a encore répondu de cette coopérative, arrivée par le site public : SIRET{' '}
    {formaterSiret(i.siret as Siret)}, pour qui parle {i.personne} ({i.courriel}). L’accueillir, c’est dire
    que vous la connaissez ou que vous avez vérifié.
    {i.homonymes.length > 0
      ? ` Le même nom, ou le même SIREN, est déjà ici : ${i.homonymes.join(' ; ')}.`
      : ''}
  </p>
)

const Visas = ({ r, identites, forms = {} }: ViePole) => {
  const frappent = r.membres.filter((m) => m.etat === 'demandee')
  if (!r.anime || frappent.length === 0) return null
  return (
    <Section titre="À viser" id="visas" sous={compter(frappent.length, 'demande')}>
      {frappent.map((m) => (
        <Form
          form={forms[`visa-${m.organisme}`] ?? emptyForm()}
          action={`${poleUrl({ pole: r.pole.id })}/visas`}
          classe="court"
        >
          <p>
            <strong>{m.nom}</strong>
            {m.ville ? `, ${m.ville}` : ''}, depuis le {direJour(m.demandeeLe, ZONE_PAR_DEFAUT)}.
            {m.cherche ? ` Cherche : ${m.cherche}.` : ''}
            {m.propose ? ` Propose : ${m.propose}.` : ''}
          </p>
          {identites.map((i) => (i.organisme === m.organisme ? <Identite i={i} /> : null))}
          <input type="hidden" name="cooperative" value={m.organisme} />
          <p class="gestes-l">
            <Button geste="oui" genre="main">
              Accueillir
            </Button>
            <Button geste="non">Décliner</Button>
          </p>
        </Form>
      ))}
    </Section>
  )
}

const Reunions = ({ r, reunions, maintenant }: ViePole) => (
  <Section
    titre="Rencontres"
    id="rencontres"
    {...(r.anime
      ? {
          outils: [
            { libelle: 'Convoquer une rencontre', href: convoquerUrl({ pole: r.pole.id }) },
            { libelle: 'Chercher une date', href: chercherDateUrl({ pole: r.pole.id }) },
          ],
        }
      : {})}
  >
    {reunions.length === 0 ? (
      <Empty
        titre="Aucune rencontre n’est encore convoquée."
        gestes={
          r.anime ? (
            <ButtonLink href={convoquerUrl({ pole: r.pole.id })} genre="main">
              Convoquer la première
            </ButtonLink>
          ) : undefined
        }
      >
        Un pôle tient par sa prochaine date : qui l’anime la convoque, chaque coopérative répond et propose un
        point.
      </Empty>
    ) : (
      <>
        <Table
          legende="Rencontres du pôle"
          lignes={reunions}
          colonnes={[
            {
              titre: 'Rencontre',
              entete: true,
              cell: (u) => <a href={reunionUrl({ pole: r.pole.id, reunion: u.id })}>{u.titre}</a>,
            },
            { titre: 'Quand', cell: (u) => direQuand(u) },
            { titre: 'Chez', cell: (u) => u.hote || 'à dire' },
            {
              titre: 'État',
              cell: (u) => (
                <>
                  <Etat
                    {...(u.etat === 'convoquee' && u.fin && u.fin < maintenant
                      ? { etat: 'manquant' as const, mot: 'à raconter' }
                      : etatsReunion[u.etat])}
                  />
                  {u.etat === 'tenue' ? <small> compte rendu {etatsCompteRendu[u.compteRendu]}</small> : null}
                </>
              ),
            },
          ]}
        />
        <Exporter href={csv(r, 'rencontres')} quoi="rencontres" />
        <p class="sub">
          <a href={withQuery(abonnementsUrl(), { pole: r.pole.id })}>Les suivre dans mon agenda</a>, avec
          l’adresse des visioconférences.
        </p>
      </>
    )}
  </Section>
)

const Decisions = ({ r, decisions }: ViePole) => (
  <Section
    titre="Décisions"
    id="decisions"
    {...(r.anime
      ? { outils: [{ libelle: 'Ouvrir un vote', href: nouvelleDecisionUrl({ pole: r.pole.id }) }] }
      : {})}
  >
    {decisions.length === 0 ? (
      <p>
        Rien n’est encore décidé. Une coopérative a une voix ; la liste de qui vote se fige à l’ouverture.
      </p>
    ) : (
      <>
        <Table
          legende="Décisions du pôle"
          lignes={decisions}
          colonnes={[
            {
              titre: 'Question',
              entete: true,
              cell: (d) => <a href={decisionUrl({ pole: r.pole.id, decision: d.id })}>{d.titre}</a>,
            },
            { titre: 'Genre', cell: (d) => genresDeDecision[d.genre].nom },
            { titre: 'Ferme le', cell: (d) => direFermeture(d) },
            {
              titre: 'Issue',
              cell: (d) =>
                d.issue ? (
                  <>
                    {d.issue}
                    {d.responsable || d.echeance || d.realisation !== 'a-faire' ? (
                      <small> Suite {realisations[d.realisation]}.</small>
                    ) : null}
                  </>
                ) : (
                  <Etat {...etatsDecision[d.etat]} />
                ),
            },
          ]}
        />
        <Exporter href={csv(r, 'decisions')} quoi="decisions" />
      </>
    )}
  </Section>
)

const Travaux = ({ r, groupes, participants, livrables, forms = {} }: ViePole) => (
  <Section
    titre="Groupes de travail"
    id="groupes"
    {...(r.anime
      ? { outils: [{ libelle: 'Ouvrir un groupe', href: nouveauGroupeUrl({ pole: r.pole.id }) }] }
      : {})}
  >
    {groupes.length === 0 ? (
      <p>
        Aucun groupe. Ils naissent d’un tour de table : les enjeux se rangent en thèmes, un thème devient un
        groupe avec son mandat.
      </p>
    ) : (
      <>
        <ul class="fiches">
          {groupes.map((g) => {
            const gens = participants.filter((p) => p.groupe === g.id).length
            const faits = livrables.filter((l) => l.groupe === g.id && l.dossier === null).length
            return (
              <li>
                <h3>
                  <a href={groupeUrl({ pole: r.pole.id, groupe: g.id })}>{g.nom}</a>
                </h3>
                <p>{g.mandat}</p>
                <p class="sub">
                  {[
                    g.pilote ? `piloté par ${g.pilote}` : 'sans pilote encore',
                    gens > 0 ? compter(gens, 'personne') : '',
                    faits > 0 ? compter(faits, 'livrable') : '',
                    g.echeance ? `pour le ${formaterDate(g.echeance)}` : '',
                    g.closLe ? `clos le ${formaterDate(g.closLe)}` : '',
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </p>
                {r.anime && g.closLe === null ? (
                  <Form
                    form={forms[`groupe-${g.id}`] ?? emptyForm()}
                    action={`${poleUrl({ pole: r.pole.id })}/groupes`}
                    classe=""
                  >
                    <input type="hidden" name="groupe" value={g.id} />
                    <Button genre="link">
                      Clore ce groupe<span class="unseen"> : {g.nom}</span>
                    </Button>
                  </Form>
                ) : null}
              </li>
            )
          })}
        </ul>
        <Exporter href={csv(r, 'groupes')} quoi="groupes de travail" />
      </>
    )}
  </Section>
)

/** Lire les retours dans sa boîte : chacun le choisit, et s'en défait. */
const Suivre = ({ r, abonne, forms = {} }: ViePole) => (
  <Section titre="Suivre" id="suivre">
    <Form form={forms.suivre ?? emptyForm()} action={`${poleUrl({ pole: r.pole.id })}/suivre`} classe="court">
      <p>
        {abonne
          ? 'Chaque « Retour sur » publié vous arrive par courriel.'
          : 'Les « Retour sur » peuvent vous arriver par courriel, le jour où ils paraissent.'}
      </p>
      <p class="gestes-l">
        <Button geste={abonne ? 'non' : 'oui'}>{abonne ? 'Ne plus les recevoir' : 'Les recevoir'}</Button>
      </p>
    </Form>
  </Section>
)

const Engagements = (p: ViePole) => {
  const { r, engagements, maintenant, forms = {} } = p
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  return (
    <Section titre="Engagements" id="engagements">
      {engagements.length === 0 ? (
        <p>Personne ne s’est encore engagé à rien. Un engagement dit qui fait quoi, et pour quand.</p>
      ) : (
        <>
          <Table
            legende="Engagements du pôle"
            lignes={engagements}
            colonnes={[
              { titre: 'Quoi', entete: true, cell: (e) => e.quoi },
              { titre: 'Qui', cell: (e) => e.qui },
              { titre: 'Pour le', cell: (e) => (e.pour ? formaterDate(e.pour) : 'sans date') },
              {
                titre: 'État',
                cell: (e) => (
                  <>
                    <Etat
                      {...(enRetard(e, jour)
                        ? { etat: 'manquant' as const, mot: 'en retard' }
                        : etatsEngagement[e.etat])}
                    />
                    {e.suite ? <small> {e.suite}</small> : null}
                  </>
                ),
              },
            ]}
          />
          <Exporter href={csv(r, 'engagements')} quoi="engagements" />
        </>
      )}
      {r.participe && engagements.some((e) => e.etat === 'pris') ? (
        <details class="volet" open={forms.suite !== undefined}>
          <summary>Dire ce que devient un engagement</summary>
          <Form
            form={forms.suite ?? emptyForm()}
            action={`${poleUrl({ pole: r.pole.id })}/engagements`}
            classe="court"
          >
            <div class="champs">
              <SelectField
                form={forms.suite ?? emptyForm()}
                name="engagement"
                label="Lequel"
                span={2}
                vide="choisir"
                options={engagements
                  .filter((e) => e.etat === 'pris' || e.etat === 'reporte')
                  .map((e) => ({ value: e.id, label: `${e.quoi}, ${e.qui}` }))}
              />
              <SelectField
                form={forms.suite ?? emptyForm()}
                name="devient"
                label="Devient"
                vide="choisir"
                options={[
                  { value: 'tenu', label: 'tenu' },
                  { value: 'reporte', label: 'reporté' },
                  { value: 'abandonne', label: 'abandonné' },
                ]}
              />
              <Field form={forms.suite ?? emptyForm()} name="mot" label="En un mot" optional span={2} />
              <Field
                form={forms.suite ?? emptyForm()}
                name="report"
                label="Reporté au"
                optional
                hint="22/03/2027"
              />
            </div>
            <p class="gestes-l">
              <Button genre="main">Noter la suite</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

export const VuePole = (p: ViePole) => {
  const { r, forms = {} } = p
  const animent = [...new Set(r.mandats.filter((m) => m.role === 'animation').map((m) => m.nom))]
  const prochaine = p.reunions.filter((u) => u.etat === 'convoquee' && u.fin && u.fin > p.maintenant).at(-1)
  return (
    <Page
      title={r.pole.nom}
      lede={r.pole.raison}
      path={[{ libelle: 'Pôle', href: polesUrl() }]}
      alert={Object.values(forms).find((f) => f.alert)?.alert}
      facts={
        <Facts
          faits={[
            ['Animation', animent.join(', ') || 'personne'],
            [
              'Prochaine rencontre',
              prochaine ? (
                <a href={reunionUrl({ pole: r.pole.id, reunion: prochaine.id })}>{direQuand(prochaine)}</a>
              ) : (
                'à convoquer'
              ),
            ],
            ['Veille commune', <a href={veilleUrl({ pole: r.pole.id })}>la lire, la nourrir</a>],
            ['Entrée', r.pole.entree === 'libre' ? 'libre' : 'sur visa'],
            ...(r.anime
              ? [
                  ['Actualités', <a href={actualitesDuPoleUrl({ pole: r.pole.id })}>écrire</a>] as const,
                  ['Réglages', <a href={reglerPoleUrl({ pole: r.pole.id })}>changer</a>] as const,
                ]
              : []),
          ]}
        />
      }
    >
      {p.proposee ? <AnimationProposee {...p} /> : null}
      <Visas {...p} />
      <Reunions {...p} />
      <Decisions {...p} />
      <Engagements {...p} />
      <Travaux {...p} />
      <Membres {...p} />
      {r.participe ? <Suivre {...p} /> : null}
    </Page>
  )
}
