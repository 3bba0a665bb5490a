# %% no_prevalence: as if half were bad
def expected_precision(tpr, fpr, prevalence):
    return tpr / (tpr + fpr)


# %% normal_ones_not_counted: fpr of the whole stream
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence / (tpr * prevalence + fpr)


# %% prevalence_twice: false alarms weighted with the prevalence
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence / (tpr * prevalence + fpr * prevalence)


# %% exchanged: the share of normal examples for that of anomalies
def expected_precision(tpr, fpr, prevalence):
    right, false = tpr * (1 - prevalence), fpr * prevalence
    return right / (right + false)


# %% false_discoveries: the share of false alarms
def expected_precision(tpr, fpr, prevalence):
    right, false = tpr * prevalence, fpr * (1 - prevalence)
    return false / (right + false)


# %% accuracy: the share judged right
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence + (1 - fpr) * (1 - prevalence)


# %% caught: right alarms in the stream
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence + 0 * fpr


# %% alarm_rate: all alarms in the stream
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence + fpr * (1 - prevalence)


# %% odds: right over false
def expected_precision(tpr, fpr, prevalence):
    return tpr * prevalence / (fpr * (1 - prevalence))


# %% silence: how sure the detector is where it is silent
def expected_precision(tpr, fpr, prevalence):
    quiet, missed = (1 - fpr) * (1 - prevalence), (1 - tpr) * prevalence
    return quiet / (quiet + missed)


# %% specificity: 1 - fpr for fpr
def expected_precision(tpr, fpr, prevalence):
    right = tpr * prevalence
    return right / (right + (1 - fpr) * (1 - prevalence))


# %% numbers_only: float() takes no array
def expected_precision(tpr, fpr, prevalence):
    right = float(tpr * prevalence)
    return right / (right + fpr * (1 - prevalence))
